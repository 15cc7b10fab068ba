// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpillingOutputTest {

    @ParameterizedTest
    @CsvSource({"0, false", "100, false", "101, true", "5000, true"})
    void givesBackWhatWasWrittenAndOnlyALargeFileGoesToDisk(int size, boolean mapped) throws IOException {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        ByteBuffer whole;
        try (var out = new SpillingOutput(100)) {
            for (int at = 0; at < size; at += 33) {
                out.write(content, at, Math.min(33, size - at));
            }
            whole = out.whole();
        }

        assertThat(whole.isDirect()).isEqualTo(mapped);
        assertThat(whole).isEqualTo(ByteBuffer.wrap(content));
    }
}
