// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Verifies a callback's signature without the code that made it: HMAC written out from RFC 2104 over SHA-256.
 */
final class SignatureCheck {

    private static final int BLOCK = 64;

    private SignatureCheck() {}

    static boolean holds(String secret, byte[] body, String signature) {
        byte[] claimed = signature.getBytes(StandardCharsets.US_ASCII);
        return MessageDigest.isEqual(hmac(secret, body).getBytes(StandardCharsets.US_ASCII), claimed);
    }

    static String hmac(String secret, byte[] body) {
        byte[] key = secret.getBytes(StandardCharsets.UTF_8);
        byte[] block = Arrays.copyOf(key.length > BLOCK ? sha256(key) : key, BLOCK);
        return HexFormat.of().formatHex(sha256(masked(block, 0x5c), sha256(masked(block, 0x36), body)));
    }

    private static byte[] masked(byte[] block, int mask) {
        byte[] masked = new byte[BLOCK];
        for (int i = 0; i < BLOCK; i++) {
            masked[i] = (byte) (block[i] ^ mask);
        }
        return masked;
    }

    private static byte[] sha256(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("SHA-256 is part of every JDK", impossible);
        }
    }
}
