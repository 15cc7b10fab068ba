// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import com.avvyland.worker.config.ClientConfig;
import com.avvyland.worker.config.ConfigLoader;
import com.avvyland.worker.config.InvalidConfigException;
import com.avvyland.worker.config.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the secrets that callbacks may be signed with; none is ever taken from the command line. */
final class SecretFile {

    private static final int LARGEST = 64 << 10;

    private SecretFile() {}

    /** Return the secret of a file, or those of the environment: the current one, and the one before it. */
    static List<Secret> secrets(@Nullable Path file, Map<String, String> environment) {
        if (file != null) {
            return List.of(read(file));
        }
        ClientConfig config = new ConfigLoader(environment, Path.of("")).loadClient();
        List<Secret> secrets = Stream.of(config.secret(), config.previousSecret())
                .filter(Objects::nonNull)
                .toList();
        if (secrets.isEmpty()) {
            throw new InvalidConfigException(
                    "MODEL_PREVIEW_CALLBACK_SECRET: absent (expected: the signing secret, or --secret-file)");
        }
        return secrets;
    }

    /** Read a secret; the line end that editors add is no part of it. */
    private static Secret read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            String text = new String(in.readNBytes(LARGEST), StandardCharsets.UTF_8);
            String secret = text.replaceFirst("\\r?\\n\\z", "");
            if (secret.isEmpty() || in.read() >= 0) {
                throw new InvalidConfigException(
                        "--secret-file: %s (expected: a secret of 1 to %d bytes)".formatted(file, LARGEST));
            }
            return new Secret(secret);
        } catch (IOException unreadable) {
            throw new InvalidConfigException("--secret-file: %s (expected: a readable file)".formatted(file));
        }
    }
}
