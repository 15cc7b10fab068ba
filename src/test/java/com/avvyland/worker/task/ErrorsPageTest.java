// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Holds docs/errors.md against the code. When it fails, its message has the table as it should be. */
class ErrorsPageTest {

    @Test
    void thePageHasEveryCodeAsTheCodeHasIt() throws IOException {
        String table = Arrays.stream(FailureCode.values())
                .map(code -> "| `%s` | %s | %s | %s |\n"
                        .formatted(
                                code.wireName(), code.permanent() ? "final" : "passing", code.cause(), code.action()))
                .collect(Collectors.joining());
        assertThat(page()).contains("| --- | --- | --- | --- |\n" + table + "\n## Why CBOR");
    }

    @Test
    void thePageHasEveryReasonToRefuseCbor() throws IOException {
        String table = Arrays.stream(CborReason.values())
                .map(reason -> "| %s | %s |\n".formatted(reason, reason.expected()))
                .collect(Collectors.joining());
        assertThat(page()).contains("| --- | --- |\n" + table + "\n## Archived");
    }

    @Test
    void theWireContractHasTheSameCodes() throws IOException {
        String cddl = Files.readString(Path.of("docs/wire.cddl"));
        String set = cddl.substring(cddl.indexOf("error-code ="), cddl.indexOf("metadata ="));
        List<String> named = Arrays.stream(set.split("\""))
                .filter(part -> part.matches("[a-z_]+"))
                .toList();
        assertThat(named)
                .containsExactlyElementsOf(Arrays.stream(FailureCode.values())
                        .map(FailureCode::wireName)
                        .toList());
    }

    /** A code that no test brings about is one that nobody has seen. */
    @ParameterizedTest
    @EnumSource
    void aTestExpectsTheCode(FailureCode code) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".java"))
                            .filter(file -> !file.endsWith("ErrorsPageTest.java"))
                            .filter(file -> names(file, code)))
                    .isNotEmpty();
        }
    }

    private static boolean names(Path file, FailureCode code) {
        try {
            String source = Files.readString(file);
            return source.contains("FailureCode." + code.name())
                    || source.contains('"' + code.name().toLowerCase(Locale.ROOT) + '"');
        } catch (IOException unreadable) {
            throw new AssertionError(file.toString(), unreadable);
        }
    }

    private static String page() throws IOException {
        return Files.readString(Path.of("docs/errors.md"));
    }
}
