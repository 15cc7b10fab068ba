// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.TaskFailure;
import com.avvyland.worker.testing.TestingFormats;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveTest {

    private static final long SIZE_MAX = 16 << 20;

    @Test
    void unpacksInTheOrderOfTheArchive() {
        var entries = new LinkedHashMap<String, byte[]>();
        entries.put("z/first.txt", bytes("one"));
        entries.put("a/", new byte[0]);
        entries.put("a/second.txt", bytes("two"));

        assertThat(Archive.unpack(zip(entries), SIZE_MAX))
                .containsExactly(
                        Map.entry("z/first.txt", Bytes.of(bytes("one"))),
                        Map.entry("a/second.txt", Bytes.of(bytes("two"))));
    }

    @Test
    void storesWhatTheJdkReadsBack() throws IOException {
        Bytes stored = Archive.store(Map.of("a/b.txt", Bytes.of(bytes("contents"))));

        try (var zip = new ZipInputStream(stored.stream())) {
            ZipEntry entry = zip.getNextEntry();
            assertThat(entry.getName()).isEqualTo("a/b.txt");
            assertThat(entry.getMethod()).isEqualTo(ZipEntry.STORED);
            assertThat(zip.readAllBytes()).isEqualTo(bytes("contents"));
        }
        assertThat(Archive.store(Map.of("a/b.txt", Bytes.of(bytes("contents")))))
                .isEqualTo(stored);
    }

    @Test
    void stopsAtTheSumOfWhatComesOut() {
        byte[] noise = new byte[3 << 20];
        new Random(1).nextBytes(noise);
        Map<String, byte[]> entries = Map.of("a", noise, "b", noise, "c", noise);

        assertThat(Archive.unpack(zip(entries), 9 << 20)).hasSize(3);
        assertThat(refused(zip(entries), (9 << 20) - 1).code()).isEqualTo(FailureCode.MODEL_TOO_LARGE);
    }

    @Test
    void stopsAtARatioThatNoModelHas() {
        assertThat(refused(zip(Map.of("a", new byte[8 << 20])), SIZE_MAX).code())
                .isEqualTo(FailureCode.MODEL_TOO_LARGE);
        assertThat(Archive.unpack(zip(Map.of("a", new byte[4 << 20])), SIZE_MAX))
                .hasSize(1);
    }

    @Test
    void believesNoSizeThatAnEntryClaims() {
        byte[] archive = TestingFormats.zip(Map.of("a", new byte[8 << 20]));
        // The directory at the end says that 8 MiB are 10 bytes; nobody asks it.
        int directory = archive.length - 22 - 46 - 1;
        assertThat(archive[directory]).isEqualTo((byte) 'P');
        archive[directory + 24] = 10;
        archive[directory + 26] = 0;

        assertThat(refused(Bytes.of(archive), SIZE_MAX).code()).isEqualTo(FailureCode.MODEL_TOO_LARGE);
    }

    @Test
    void refusesMoreEntriesThanAnyModelHas() {
        var entries = new LinkedHashMap<String, byte[]>();
        for (int i = 0; i < 2049; i++) {
            entries.put("e" + i, new byte[0]);
        }
        assertThat(refused(zip(entries), SIZE_MAX).code()).isEqualTo(FailureCode.MODEL_TOO_LARGE);
        entries.remove("e0");
        assertThat(Archive.unpack(zip(entries), SIZE_MAX)).hasSize(2048);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../a", "a/../../b", "/etc/passwd", "C:\\a", "a\\..\\b", "c:a", "a/..", "a\0b"})
    void refusesANameThatLeadsElsewhere(String name) {
        TaskFailure failure = refused(zip(Map.of(name, bytes("x"))), SIZE_MAX);

        assertThat(failure.code()).isEqualTo(FailureCode.INVALID_MODEL);
        assertThat(failure).hasMessageStartingWith("archive: entry ");
    }

    @Test
    void refusesTwoEntriesOfOneName() {
        byte[] archive = TestingFormats.zip(new LinkedHashMap<>(Map.of("aa", bytes("x"), "ab", bytes("y"))));
        // The writer of the JDK refuses to; so the names are changed where they stand.
        for (int i = 0; i + 1 < archive.length; i++) {
            if (archive[i] == 'a' && archive[i + 1] == 'b') {
                archive[i + 1] = 'a';
            }
        }
        assertThat(refused(Bytes.of(archive), SIZE_MAX)).hasMessageContaining("two entries aa");
    }

    @Test
    void refusesABrokenArchiveWhereverItBreaks() {
        byte[] archive = TestingFormats.zip(Map.of("3D/3dmodel.model", bytes("<model/>".repeat(100))));
        for (int length = 0; length < archive.length - 100; length += 7) {
            assertThat(refused(Bytes.of(Arrays.copyOf(archive, length)), SIZE_MAX)
                            .code())
                    .as("cut at %d", length)
                    .isEqualTo(FailureCode.INVALID_MODEL);
        }
        archive[60] ^= 0x55;
        assertThat(refused(Bytes.of(archive), SIZE_MAX).code()).isEqualTo(FailureCode.INVALID_MODEL);
    }

    private static TaskFailure refused(Bytes archive, long sizeMax) {
        TaskFailure failure = catchThrowableOfType(TaskFailure.class, () -> Archive.unpack(archive, sizeMax));
        assertThat(failure).as("refused").isNotNull();
        return failure;
    }

    private static Bytes zip(Map<String, byte[]> entries) {
        return Bytes.of(TestingFormats.zip(entries));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
