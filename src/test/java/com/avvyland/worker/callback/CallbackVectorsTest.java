// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.callback;

import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.config.Secret;
import com.avvyland.worker.task.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Holds docs/callbacks.md to its word; the vectors in it were made by Python's hmac. */
class CallbackVectorsTest {

    @Test
    void theSignerMakesTheDocumentedSignatures() throws IOException {
        assertThat(rows(3))
                .hasSizeGreaterThanOrEqualTo(7)
                .allSatisfy(row -> assertThat(new CallbackSigner(new Secret(row.getFirst()), null)
                                .headers("model.preview.v1", body(row.get(1))))
                        .containsEntry("X-Model-Preview-Signature", row.get(2)));
    }

    @Test
    void theStandardsHeadersAreTheDocumentedOnes() throws IOException {
        assertThat(rows(5)).hasSizeGreaterThanOrEqualTo(3).allSatisfy(row -> {
            InstantSource clock = InstantSource.fixed(Instant.ofEpochSecond(Long.parseLong(row.get(2))));
            assertThat(new StandardWebhook(new Secret(row.getFirst()), null, clock)
                            .headers(row.get(1), body(row.get(3))))
                    .containsEntry("webhook-signature", row.get(4));
        });
    }

    private static Bytes body(String hex) {
        return Bytes.of(HexFormat.of().parseHex(hex));
    }

    /** Return the cells of the vectors' rows that have so many, all of them code. */
    private static List<List<String>> rows(int cells) throws IOException {
        String page = Files.readString(Path.of("docs/callbacks.md"));
        return page.substring(page.indexOf("## Test vectors"))
                .lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> Arrays.stream(line.substring(1, line.length() - 1).split("\\|"))
                        .map(cell -> cell.strip().replace("`", ""))
                        .toList())
                .filter(row -> row.size() == cells)
                .toList();
    }
}
