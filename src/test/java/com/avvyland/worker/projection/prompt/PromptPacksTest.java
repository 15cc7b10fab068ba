// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.projection.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.avvyland.worker.config.InvalidConfigException;
import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.TaskFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromptPacksTest {

    @TempDir
    private Path directory;

    private Path folder;
    private String text;

    @BeforeEach
    void copyTheDefaultPack() throws IOException {
        folder = Files.createDirectory(directory.resolve("prompts"));
        text = Files.readString(Path.of("prompts/default.yaml"));
    }

    @Test
    void findsEveryPackOfTheFolderByItsName() throws IOException {
        write("default.yaml", text.replace("version: 1", "version: 7"));
        write("my-pack_2.yaml", text.replace("name: default", "name: my-pack_2"));
        write("notes.txt", "no pack");
        PromptPacks packs = PromptPacks.of(folder);
        assertThat(packs.all().keySet()).containsExactly("default", "my-pack_2");
        assertThat(packs.find("default").version()).isEqualTo(7);
        assertThat(packs.find("my-pack_2").name()).isEqualTo("my-pack_2");
        assertThat(packs.find("my-pack_2").digest())
                .isNotEqualTo(packs.find("default").digest());
    }

    @Test
    void hasTheDefaultPackOfTheJarWhereTheFolderHasNone() throws IOException {
        String digest = PromptPacks.of(Path.of("prompts")).find("default").digest();
        assertThat(PromptPacks.of(null).find("default").digest()).isEqualTo(digest);
        assertThat(PromptPacks.of(directory.resolve("absent")).find("default").digest())
                .isEqualTo(digest);
        write("x.yaml", text.replace("name: default", "name: x"));
        assertThat(PromptPacks.of(folder).find("default").digest()).isEqualTo(digest);
        assertThat(PromptPacks.of(folder).all()).hasSize(2);
    }

    @Test
    void refusesATaskThatNamesNoPackThereIs() throws IOException {
        write("x.yaml", text.replace("name: default", "name: x"));
        PromptPacks packs = PromptPacks.of(folder);
        assertThatThrownBy(() -> packs.find("y"))
                .isInstanceOfSatisfying(
                        TaskFailure.class, failure -> assertThat(failure.code()).isEqualTo(FailureCode.INVALID_PAYLOAD))
                .hasMessage("prompt_pack: y (expected: one of default, x)");
        assertThatThrownBy(() -> packs.find("../\n" + "a".repeat(1000)))
                .hasMessage("prompt_pack: ../?" + "a".repeat(60) + "... (expected: one of default, x)");
    }

    @Test
    void refusesTooLargeAndTooMany() throws IOException {
        String longest = text + "#" + "x".repeat(PromptPacks.LARGEST - text.length() - 1);
        write("default.yaml", longest);
        assertThat(PromptPacks.of(folder).all()).hasSize(1);
        write("default.yaml", longest + "x");
        assertRefused("prompts/default.yaml: more than 65536 bytes (expected: at most 65536)");
        write("default.yaml", text);
        for (int i = 1; i < 64; i++) {
            write("p%d.yaml".formatted(i), text.replace("name: default", "name: p" + i));
        }
        assertThat(PromptPacks.of(folder).all()).hasSize(64);
        write("p64.yaml", text.replace("name: default", "name: p64"));
        assertRefused(folder + ": more than 64 packs (expected: at most 64)");
    }

    @Test
    void refusesWhatItCannotRead() throws IOException {
        Path file = directory.resolve("file");
        Files.writeString(file, text);
        assertThatThrownBy(() -> PromptPacks.of(file))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessage(file + ": unreadable (expected: a folder of *.yaml)");
        Files.createDirectory(folder.resolve("a.yaml"));
        assertRefused("prompts/a.yaml: unreadable (expected: a UTF-8 file)");
    }

    @Test
    void refusesAFileWhoseNameNoTaskCanGive() throws IOException {
        write("My pack.yaml", text);
        assertRefused("prompts/My pack.yaml: name of the file (expected: 1..64 of a-z, 0-9, _ and -, then .yaml)");
    }

    private void write(String name, String content) throws IOException {
        Files.writeString(folder.resolve(name), content);
    }

    private void assertRefused(String message) {
        assertThatThrownBy(() -> PromptPacks.of(folder))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessage(message);
    }
}
