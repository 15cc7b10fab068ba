// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.projection.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.avvyland.worker.task.Angle;
import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.TaskFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;

/** The texts in src/test/resources/prompts were read by a person; a line end closes each file. */
class PromptPackTest {

    private static final Path FILE = Path.of("prompts/default.yaml");
    private static final Path GOLDEN = Path.of("src/test/resources/prompts");
    private static final PromptPack PACK = PromptPacks.of(Path.of("prompts")).find("default");

    @Test
    void makesTheTextsThatWereReadByteForByte() throws IOException {
        for (Map.Entry<String, String> text : TestingInputs.texts(PACK).entrySet()) {
            byte[] read = Files.readAllBytes(GOLDEN.resolve(text.getKey() + ".txt"));
            assertThat((text.getValue() + "\n").getBytes(StandardCharsets.UTF_8))
                    .as(text.getKey())
                    .isEqualTo(read);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "tr, TR, '', Pacific/Kiritimati, ISO-8859-9",
        "ar, EG, nu-arab, Africa/Cairo, windows-1256",
        "th, TH, ca-buddhist-nu-thai, Etc/GMT+12, US-ASCII"
    })
    void makesTheSameTextsInAJvmAnywhere(
            String language, String country, String extensions, String zone, String encoding)
            throws IOException, InterruptedException {
        String classPath = Stream.of(TestingInputs.class, PromptPack.class, Parse.class, NullMarked.class)
                .map(part -> Path.of(part.getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .getPath())
                        .toString())
                .collect(Collectors.joining(System.getProperty("path.separator")));
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Duser.language=" + language,
                        "-Duser.country=" + country,
                        "-Duser.extensions=" + extensions,
                        "-Duser.timezone=" + zone,
                        "-Dfile.encoding=" + encoding,
                        "-Dline.separator=\r\n",
                        "-XX:+UseSerialGC",
                        "-XX:+UnlockExperimentalVMOptions",
                        "-XX:hashCode=2",
                        "-cp",
                        classPath,
                        TestingInputs.class.getName(),
                        "prompts")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String there = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(jvm.waitFor()).isZero();
        assertThat(there).isEqualTo(String.join("\f", TestingInputs.texts(PACK).values()));
    }

    @Test
    void makesWhatTheDocumentationShows() throws IOException {
        String shown = Files.readAllLines(Path.of("docs/prompts.md")).stream()
                .map(String::stripIndent)
                .collect(Collectors.joining("\n"));
        Map<String, String> texts = TestingInputs.texts(PACK);
        String first = texts.getOrDefault("back-1-references", "absent");
        String second = texts.getOrDefault("back-2-reasons", "absent");
        assertThat(second).startsWith(first + "\n\n");
        assertThat(shown).contains("\n\n" + first + "\n\n").endsWith("\n\n" + second.substring(first.length() + 2));
    }

    @Test
    void hasTheSha256OfItsFileAsDigest() throws Exception {
        byte[] file = Files.readAllBytes(FILE);
        assertThat(PACK.digest()).isEqualTo(sha256(file));
        byte[] other = (new String(file, StandardCharsets.UTF_8) + "# \u6905\u5B50\n").getBytes(StandardCharsets.UTF_8);
        assertThat(PromptPack.read("prompts/default.yaml", "default", other).digest())
                .isEqualTo(sha256(other));
    }

    private static String sha256(byte[] content) throws NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    }

    @Test
    void isTheSamePackWithTheLineEndsOfWindows() throws IOException {
        byte[] windows = Files.readString(FILE).replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        PromptPack pack = PromptPack.read("prompts/default.yaml", "default", windows);
        assertThat(pack.digest()).isEqualTo(PACK.digest());
        assertThat(TestingInputs.texts(pack)).isEqualTo(TestingInputs.texts(PACK));
    }

    /** versions.txt has what {@code sha256sum} printed of each version: a new line for a new text, none changes. */
    @Test
    void hasANewVersionWhereATextIsNew() throws IOException {
        assertThat(Files.readAllLines(GOLDEN.resolve("versions.txt"))).contains(PACK.version() + " " + PACK.digest());
    }

    @Test
    void hasAnotherTextForEveryAttempt() {
        List<String> reasons = List.of("Show the back.");
        List<String> texts = Stream.of(
                        input(1, List.of()),
                        input(2, List.of()),
                        input(2, reasons),
                        input(3, List.of()),
                        input(3, reasons),
                        input(3, List.of("Show the front.")))
                .map(PACK::compose)
                .toList();
        assertThat(texts).doesNotHaveDuplicates();
    }

    /** The least that a provider of this worker takes is 20,000 characters. */
    @Test
    void fitsTheLeastThatAProviderTakes() {
        for (String view : List.of("front", "359.999,-89.999")) {
            var longest = new PromptInput(
                    "a\n".repeat(5000), Angle.parse(view), 8, 10, Collections.nCopies(20, "\uD834\uDD60".repeat(300)));
            assertThat(PACK.compose(longest)).hasSizeLessThan(20_000);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\u0000", "\r\n\u2028\t", "\u202E\uD800"})
    void refusesAPromptOfWhichNothingIsLeft(String prompt) {
        assertThatThrownBy(() -> PACK.compose(new PromptInput(prompt, Angle.parse("front"), 0, 1, List.of())))
                .isInstanceOfSatisfying(
                        TaskFailure.class, failure -> assertThat(failure.code()).isEqualTo(FailureCode.INVALID_PAYLOAD))
                .hasMessage("prompt: blank (expected: 1..4000 characters)");
    }

    private static PromptInput input(int attempt, List<String> reasons) {
        return new PromptInput("a chair", Angle.parse("back"), 0, attempt, reasons);
    }
}
