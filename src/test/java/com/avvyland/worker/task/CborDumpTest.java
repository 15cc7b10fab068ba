// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CborDumpTest {

    @Test
    void showsByteStringsByLengthAndDigest() {
        Bytes document = CborEncoder.encode(
                Map.of("n", 1, "real", 1.5, "list", List.of("ü", true), "image", Bytes.of((byte) 'a', (byte) 'b', (byte)
                        'c')));

        assertThat(CborDump.json(document)).isEqualToIgnoringNewLines("""
                        {
                          "n" : 1,
                          "list" : [ "ü", true ],
                          "real" : 1.5,
                          "image" : {
                            "bytes" : 3,
                            "sha256" : "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
                          }
                        }
                        """);
    }

    @Test
    void refusesWhatIsNoDocument() {
        assertThatExceptionOfType(RefusedCborException.class).isThrownBy(() -> CborDump.json(Bytes.of((byte) 1)));
    }
}
