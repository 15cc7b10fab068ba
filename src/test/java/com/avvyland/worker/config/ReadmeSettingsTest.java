// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ReadmeSettingsTest {

    @Test
    void theReadmeListsEverySettingAsTheCodeReadsIt() throws IOException {
        assertThat(Files.readString(Path.of("README.md"))).contains(table());
    }

    private static String table() {
        return Settings.ALL.stream()
                .map(setting -> "| `%s` | %s | %s | %s |\n"
                        .formatted(
                                setting.key(),
                                setting.variable() == null ? "" : "`" + setting.variable() + "`",
                                fallback(setting),
                                setting.meaning()))
                .collect(Collectors.joining(
                        "", "| key | environment variable | default | meaning |\n| --- | --- | --- | --- |\n", ""));
    }

    private static String fallback(Setting<?> setting) {
        if (setting.required()) {
            return "required";
        }
        String text = setting.fallback();
        return text == null || text.isEmpty() ? "" : "`" + text + "`";
    }
}
