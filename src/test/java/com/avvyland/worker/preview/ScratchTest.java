// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.preview;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchTest {

    @TempDir
    Path parent;

    @Test
    void sweepsOnlyFoldersWithoutAnOwner() throws Exception {
        Path abandoned = Files.createDirectories(parent.resolve("avvy-worker-previews-1/profile"));
        Files.writeString(abandoned.resolve("Cookies"), "x");
        Files.writeString(parent.resolve("avvy-worker-previews-1/lock"), "");
        Path foreign = Files.createDirectories(parent.resolve("somebody-elses"));
        Path unfinished = Files.createDirectories(parent.resolve("avvy-worker-previews-2"));
        Path halfDeleted = Files.createDirectories(parent.resolve("avvy-worker-previews-3"));
        Files.setLastModifiedTime(halfDeleted, FileTime.fromMillis(0));

        try (var first = Scratch.create(parent);
                var second = Scratch.create(parent)) {
            assertThat(abandoned.getParent()).doesNotExist();
            assertThat(foreign).exists();
            assertThat(unfinished).exists();
            assertThat(halfDeleted).doesNotExist();
            assertThat(first.folder()).exists().isNotEqualTo(second.folder());
        }
    }

    @Test
    void deletesItsFolderWithEverythingInIt() throws Exception {
        var scratch = Scratch.create(parent);
        Files.writeString(
                Files.createDirectories(scratch.folder().resolve("a/b")).resolve("c"), "x");

        scratch.close();

        assertThat(parent).isEmptyDirectory();
    }
}
