// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.projection.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.avvyland.worker.config.InvalidConfigException;
import com.avvyland.worker.task.Angle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PackFileTest {

    private static final String GOOD = """
            name: x
            version: 12
            views:
              front: front
              back: >-
                the back,
                folded
              left: left
              right: right
              top: top
              bottom: bottom
              three_quarter: between
              degrees: '{yaw} and {pitch}'
            picture:
              text: |
                See {view}, {{so}}.
                {prompt}
                {references}

                {avoid}

                {again}
              references: with {count}
              avoid: no cat
              again: |
                Try {attempt}:
                {reasons}
              again_without_reasons: Try {attempt}.
            judge:
              instructions: judge
              question: |
                {images}
                {view}
                {prompt}
              with_source: two
              without_source: one
            """;

    private static final List<String> KEYS = PackTexts.KEYS;

    @Test
    void readsAPack() {
        PromptPack pack = read(GOOD);
        assertThat(pack.version()).isEqualTo(12);
        assertThat(pack.compose(new PromptInput("cup", Angle.parse("back"), 1, 1, List.of())))
                .isEqualTo("See the back, folded, {so}.\n> cup\nwith 1\n\nno cat");
        assertThat(pack.compose(new PromptInput("cup", Angle.parse("1,2"), 0, 2, List.of("Turn."))))
                .isEqualTo("See 1 and 2, {so}.\n> cup\nno cat\n\nTry 2:\n- Turn.");
        assertThat(pack.judge(new JudgeInput("cup", Angle.parse("top"), true)))
                .isEqualTo(new JudgeText("judge", "two\ntop\n> cup"));
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                arguments("name: x", "name: y", "1: name: y (expected: x, as the file is called)"),
                arguments("version: 12", "version: 1.5", "2: version: 1.5 (expected: a number from 1)"),
                arguments("version: 12", "version: 0", "2: version: 0 (expected: a number from 1)"),
                arguments("front: front", "front: ''", "4: views.front: blank (expected: text)"),
                arguments("front: front", "front: [a]", "4: views.front: a list (expected: text)"),
                arguments("front: front", "front: {a: b}", "4: views.front: a mapping (expected: text)"),
                arguments("front: front", "front: !!java.net.URL x", "4: views.front: a tag (expected: text)"),
                arguments("front: front", "front: !!str x", "4: views.front: a tag (expected: text)"),
                arguments("front: front", "front: &a x", "4: views.front: an anchor (expected: text)"),
                arguments("front: front", "front: *a", "4: views.front: an alias (expected: text)"),
                arguments("  left: left", "  <<: left", "8: views.(key): << (expected: a key of letters a-z and _)"),
                arguments("  left: left", "  Left: a", "8: views.(key): Left (expected: a key of letters a-z and _)"),
                arguments(
                        "  left: left",
                        "  ? {a: b}\n  : c",
                        "8: views.(key): no text (expected: a key of letters a-z and _)"),
                arguments(
                        "  left: left",
                        "  front: left",
                        "8: views.front: a second time (expected: once, as in line 4)"),
                arguments(
                        "  left: left",
                        "  left: \"a\\x07\"",
                        "8: views.left: U+0007 (expected: text without control characters)"),
                arguments(
                        "  left: left",
                        "  lefty: left",
                        "8: views.lefty: unknown key (expected: one of views.front, views.back, views.left, views.right,"
                                + " views.top, views.bottom, views.three_quarter, views.degrees)"),
                arguments(
                        "name: x",
                        "name: x\nextra: y",
                        "2: extra: unknown key (expected: one of name, version, views, picture, judge)"),
                arguments(
                        "top: top",
                        "top: '{view}'",
                        "10: views.top: {view} unknown (expected: no placeholder; {{ and }} for braces)"),
                arguments(
                        "top: top",
                        "top: 'a } b'",
                        "10: views.top: } b (expected: no placeholder; {{ and }} for braces)"),
                arguments("{yaw} and", "and", "13: views.degrees: {yaw} absent (expected: once in the text)"),
                arguments(
                        "{yaw} and",
                        "{yaw} {roll}",
                        "13: views.degrees: {roll} unknown (expected: one of {pitch}, {yaw})"),
                arguments(
                        "    {references}",
                        "    {refs}",
                        "18: picture.text: {refs} unknown"
                                + " (expected: one of {again}, {avoid}, {prompt}, {references}, {view})"),
                arguments("    {references}", "", "15: picture.text: {references} absent (expected: once in the text)"),
                arguments(
                        "    {references}",
                        "    A {references}",
                        "18: picture.text: {references} within a line (expected: alone on its line)"),
                arguments(
                        "    {references}",
                        "    {prompt}",
                        "18: picture.text: {prompt} a second time (expected: once in the text)"),
                arguments(
                        "    {references}",
                        "    {${System.exit(1)}}",
                        "18: picture.text: {${System.exit(1)}} (expected: one of {again}, {avoid}, {prompt}, {references}, {view})"),
                arguments("{attempt}:", "again:", "25: picture.again: {attempt} absent (expected: once in the text)"),
                arguments(
                        "{attempt}.",
                        "again.",
                        "28: picture.again_without_reasons: {attempt} absent (expected: once in the text)"),
                arguments("    {reasons}", "", "25: picture.again: {reasons} absent (expected: once in the text)"),
                arguments("name: x", "views: {}\nname: x", "4: views: a second time (expected: once, as in line 1)"),
                arguments("name: x", "name: x\njudge: ~", "30: judge: a second time (expected: once, as in line 2)"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void namesFileLineAndKeyOfAFault(String good, String bad, String message) {
        assertThat(GOOD).contains(good);
        assertRefused(
                GOOD.replaceFirst(Pattern.quote(good), bad.replace("\\", "\\\\").replace("$", "\\$")),
                "prompts/x.yaml:" + message);
    }

    @ParameterizedTest
    @FieldSource("KEYS")
    void namesAKeyThatIsAbsent(String key) {
        String last = key.substring(key.indexOf('.') + 1);
        String without = GOOD.replaceFirst("(?m)^ *%s: .*\\n(?:    .*\\n|\\n)*".formatted(last), "");
        assertThat(without).hasSizeLessThan(GOOD.length());
        assertRefused(without, "prompts/x.yaml: %s: absent (expected: text)".formatted(key));
    }

    @Test
    void refusesWhatIsNoPack() {
        assertRefused("", "prompts/x.yaml: empty (expected: a prompt pack)");
        assertRefused("# nothing\n", "prompts/x.yaml: empty (expected: a prompt pack)");
        assertRefused("words", "prompts/x.yaml:1: no keys (expected: name, version, views, picture, judge)");
        assertRefused(GOOD + "---\na: b\n", "prompts/x.yaml:37: a second document (expected: one)");
        assertRefused("name: 'x", "prompts/x.yaml:1: while scanning a quoted scalar (expected: YAML)");
        assertThatThrownBy(() -> PromptPack.read("prompts/x.yaml", "x", new byte[] {'n', (byte) 0xC3, '('}))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessage("prompts/x.yaml: not UTF-8 (expected: a UTF-8 file)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[",
                "{",
                "? ",
                "- ",
                "{a: ",
                "[[",
                "!!a ",
                "&a ",
                "a: &a [*a, ",
                "\"",
                "|\n",
                "%",
                "\t",
                "*a ",
                "a:\n "
            })
    void refusesWhatIsDeepOrWideWithoutFollowingIt(String piece) {
        assertRefused(piece.repeat(PromptPacks.LARGEST / piece.length()));
    }

    @Test
    void refusesABombOfAliases() {
        var bomb = new StringBuilder("a: &a [x, x, x, x, x, x, x, x, x]\n");
        for (char c = 'b'; c <= 'z'; c++) {
            String before = "*" + (char) (c - 1);
            bomb.append(c)
                    .append(": &")
                    .append(c)
                    .append(" [")
                    .append((before + ", ").repeat(8))
                    .append(before)
                    .append("]\n");
        }
        assertRefused(bomb.toString(), "prompts/x.yaml:1: a: a list (expected: text)");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void readsOrRefusesAnyBytesInOneLine(long seed) throws IOException {
        var random = new Random(seed);
        byte[] good = Files.readAllBytes(Path.of("prompts/default.yaml"));
        byte[][] pieces = Stream.of(
                        "{", "}", "{view}", "&a ", "*a", "!!x ", "\n", "  ", ": ", "- ", "|", ">", "'", "\"", "---\n",
                        "...", "#", "\u0000", "\r", "\uFEFF", "%", "? ", "<<")
                .map(piece -> piece.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
        int refused = 0;
        for (int i = 0; i < 500; i++) {
            byte[] content = good;
            for (int change = random.nextInt(4); change >= 0; change--) {
                content = changed(content, random, pieces);
            }
            try {
                PromptPack pack = PromptPack.read("prompts/default.yaml", "default", content);
                assertThat(TestingInputs.texts(pack)).isEqualTo(TestingInputs.texts(pack));
            } catch (InvalidConfigException fault) {
                refused++;
                assertThat(fault.getMessage())
                        .startsWith("prompts/default.yaml:")
                        .matches("[^\\p{Cntrl}]{1,600}");
            }
        }
        assertThat(refused).isBetween(50, 499);
    }

    private static byte[] changed(byte[] content, Random random, byte[][] pieces) {
        int at = random.nextInt(content.length);
        int until = random.nextBoolean() ? at : Math.min(content.length, at + random.nextInt(40));
        byte[] piece = random.nextInt(8) == 0
                ? new byte[] {(byte) random.nextInt(256)}
                : pieces[random.nextInt(pieces.length)];
        var out = new ByteArrayOutputStream();
        try {
            out.write(Arrays.copyOf(content, at));
            out.write(piece);
            out.write(Arrays.copyOfRange(content, until, content.length));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static PromptPack read(String text) {
        return PromptPack.read("prompts/x.yaml", "x", text.getBytes(StandardCharsets.UTF_8));
    }

    private static void assertRefused(String text, String message) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessage(message);
    }

    private static void assertRefused(String text) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageMatching("prompts/x\\.yaml:[^\\p{Cntrl}]{1,300}");
    }
}
