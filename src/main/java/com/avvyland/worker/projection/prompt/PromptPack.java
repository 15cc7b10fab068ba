// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.projection.prompt;

import com.avvyland.worker.config.InvalidConfigException;
import com.avvyland.worker.task.Excerpt;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/**
 * Turns a user's prompt into the words that a painter and a judge get: the same pack and input, the same text, byte for
 * byte, whatever the JVM's locale, zone or charset. Immutable; safe for use by many threads.
 *
 * @param name as a task names it: the file's name without {@code .yaml}
 * @param version 1..999,999,999, raised by whoever changes a text
 * @param digest lower-case hex of the SHA-256 over the file's bytes, each CR LF counted as LF: what {@code sha256sum}
 *     prints of a file with Unix line ends
 */
public record PromptPack(String name, int version, String digest, PackTexts texts) {

    /**
     * Read a pack's file.
     *
     * @param file as an error names it
     * @param name that the file has to give
     * @throws InvalidConfigException in one line with the place, when it is not a pack
     */
    static PromptPack read(String file, String name, byte[] content) {
        String text = utf8(file, content).replace("\r\n", "\n");
        Map<String, PackEntry> entries = PackFile.read(file, text);
        PackTexts texts = PackTexts.of(file, entries);
        PackEntry named = PackTexts.entry(entries, "name");
        if (!named.text().equals(name)) {
            throw named.fault(Excerpt.of(named.text()), name + ", as the file is called");
        }
        PackEntry version = PackTexts.entry(entries, "version");
        if (!version.text().matches("[1-9][0-9]{0,8}")) {
            throw version.fault(Excerpt.of(version.text()), "a number from 1");
        }
        return new PromptPack(name, Integer.parseInt(version.text()), sha256(text), texts);
    }

    /**
     * Return the prompt of one attempt, what to avoid included, as models of images take one text.
     *
     * @throws com.avvyland.worker.task.TaskFailure permanent, when the user's prompt is blank
     */
    public String compose(PromptInput input) {
        String view = texts.views().phrase(input.view());
        String references = input.references() == 0
                ? ""
                : texts.picture().references().fill(Map.of("count", Integer.toString(input.references())));
        return texts.picture()
                .text()
                .fill(Map.of(
                        "view", view,
                        "prompt", UserText.quoted(input.prompt()),
                        "references", references,
                        "avoid", texts.picture().avoid().fill(Map.of()),
                        "again", again(input, view)));
    }

    /**
     * Return the words for the judge of a picture.
     *
     * @throws com.avvyland.worker.task.TaskFailure permanent, when the user's prompt is blank
     */
    public JudgeText judge(JudgeInput input) {
        PackTexts.Judge judge = texts.judge();
        Template images = input.withSource() ? judge.withSource() : judge.withoutSource();
        String question = judge.question()
                .fill(Map.of(
                        "view", texts.views().phrase(input.view()),
                        "prompt", UserText.quoted(input.prompt()),
                        "images", images.fill(Map.of())));
        return new JudgeText(judge.instructions().fill(Map.of()), question);
    }

    private String again(PromptInput input, String view) {
        if (input.attempt() == 1) {
            return "";
        }
        String attempt = Integer.toString(input.attempt());
        String reasons = UserText.listed(input.reasons());
        return reasons.isEmpty()
                ? texts.picture().againWithoutReasons().fill(Map.of("attempt", attempt, "view", view))
                : texts.picture().again().fill(Map.of("attempt", attempt, "view", view, "reasons", reasons));
    }

    private static String utf8(String file, byte[] content) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new InvalidConfigException("%s: not UTF-8 (expected: a UTF-8 file)".formatted(file));
        }
    }

    private static String sha256(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256: absent (expected: every JDK has it)", e);
        }
    }
}
