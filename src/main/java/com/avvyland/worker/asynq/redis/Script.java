// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Holds a Lua script read from {@code /asynq/<name>.lua} and the SHA-1 that Redis knows it by.
 *
 * <p>The head of each file lists its KEYS, its ARGV and what it returns.
 */
public record Script(String name, String text, String sha1) implements Call.Operation {

    /** Read a script from the class path. */
    public static Script named(String name) {
        try (InputStream file = Script.class.getResourceAsStream("/asynq/" + name + ".lua")) {
            if (file == null) {
                throw new IllegalArgumentException("script: " + name + " (expected: a file in /asynq)");
            }
            byte[] text = file.readAllBytes();
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(text);
            return new Script(name, new String(text, UTF_8), HexFormat.of().formatHex(digest));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return name + ".lua";
    }
}
