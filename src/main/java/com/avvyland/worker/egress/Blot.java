// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.egress;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * Blots secrets out of an answer: providers quote a wrong key in their error, and the error goes into logs, rows and
 * callbacks. Immutable, safe to use from any thread.
 */
final class Blot {

    /** A shorter one may be a word of every answer. */
    private static final int SHORTEST = 8;

    private final List<byte[]> secrets;

    Blot(Collection<RequestKey> keys) {
        secrets = keys.stream()
                .flatMap(key -> key.secrets().stream())
                .distinct()
                .map(secret -> secret.bytes())
                .filter(secret -> secret.length >= SHORTEST)
                .toList();
    }

    /** Put asterisks over each secret, in place; lengths stay. */
    void over(byte[] text) {
        for (byte[] secret : secrets) {
            for (int at = 0; at <= text.length - secret.length; at++) {
                if (text[at] == secret[0] && Arrays.equals(text, at, at + secret.length, secret, 0, secret.length)) {
                    Arrays.fill(text, at, at + secret.length, (byte) '*');
                }
            }
        }
    }
}
