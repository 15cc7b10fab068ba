// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class DemoModelGeneratorTest {

    @Test
    void generatesTheCommittedBytes() throws IOException, NoSuchAlgorithmException {
        byte[] committed = Files.readAllBytes(DemoModelGenerator.COMMITTED);

        assertThat(sha256(DemoModelGenerator.generate())).isEqualTo(sha256(committed));
        assertThat(committed).hasSizeLessThan(1_000_000);
    }

    private static String sha256(byte[] bytes) throws NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
