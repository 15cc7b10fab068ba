// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.projection.prompt;

import com.avvyland.worker.config.InvalidConfigException;
import com.avvyland.worker.projection.prompt.Template.Placeholders;
import com.avvyland.worker.task.Excerpt;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Holds the texts of a pack, taken apart and checked. */
record PackTexts(ViewPhrases views, Picture picture, Judge judge) {

    /** Holds the words for a painter. */
    record Picture(Template text, Template references, Template avoid, Template again, Template againWithoutReasons) {}

    /** Holds the words for a judge. */
    record Judge(Template instructions, Template question, Template withSource, Template withoutSource) {}

    /** The keys of a pack's file, all required. */
    static final List<String> KEYS = Stream.of(
                    Stream.of("name", "version"),
                    Stream.concat(ViewPhrases.NAMES.stream(), Stream.of("degrees"))
                            .map("views."::concat),
                    Stream.of("text", "references", "avoid", "again", "again_without_reasons")
                            .map("picture."::concat),
                    Stream.of("instructions", "question", "with_source", "without_source")
                            .map("judge."::concat))
            .flatMap(keys -> keys)
            .toList();

    private static final Placeholders PICTURE = new Placeholders(
            Set.of("view"),
            Set.of("prompt", "references", "avoid", "again"),
            Set.of("view", "prompt", "references", "avoid", "again"));

    private static final Placeholders REFERENCES = new Placeholders(Set.of("count"), Set.of(), Set.of());

    /** The number is required: two attempts with one text would be one purchase, and give one picture. */
    private static final Placeholders AGAIN =
            new Placeholders(Set.of("attempt", "view"), Set.of("reasons"), Set.of("attempt", "reasons"));

    private static final Placeholders AGAIN_WITHOUT_REASONS =
            new Placeholders(Set.of("attempt", "view"), Set.of(), Set.of("attempt"));

    private static final Placeholders QUESTION =
            new Placeholders(Set.of("view"), Set.of("images", "prompt"), Set.of("view", "images", "prompt"));

    /**
     * Take the texts of a file apart.
     *
     * @throws InvalidConfigException in one line, when a key is unknown or absent, or a text is wrong
     */
    static PackTexts of(String file, Map<String, PackEntry> entries) {
        entries.values().forEach(PackTexts::check);
        for (String key : KEYS) {
            if (!entries.containsKey(key)) {
                throw new InvalidConfigException("%s: %s: absent (expected: text)".formatted(file, key));
            }
        }
        return new PackTexts(
                ViewPhrases.of(key -> entry(entries, key)),
                new Picture(
                        Template.parse(entry(entries, "picture.text"), PICTURE),
                        Template.parse(entry(entries, "picture.references"), REFERENCES),
                        Template.parse(entry(entries, "picture.avoid"), Placeholders.NONE),
                        Template.parse(entry(entries, "picture.again"), AGAIN),
                        Template.parse(entry(entries, "picture.again_without_reasons"), AGAIN_WITHOUT_REASONS)),
                new Judge(
                        Template.parse(entry(entries, "judge.instructions"), Placeholders.NONE),
                        Template.parse(entry(entries, "judge.question"), QUESTION),
                        Template.parse(entry(entries, "judge.with_source"), Placeholders.NONE),
                        Template.parse(entry(entries, "judge.without_source"), Placeholders.NONE)));
    }

    private static void check(PackEntry entry) {
        if (!KEYS.contains(entry.key())) {
            boolean group = KEYS.stream().anyMatch(key -> key.startsWith(entry.key() + "."));
            throw group
                    ? entry.fault("text", "keys")
                    : entry.fault("unknown key", "one of " + String.join(", ", siblings(entry.key())));
        }
        String text = entry.text();
        if (text.isBlank()) {
            throw entry.fault("blank", "text");
        }
        text.codePoints()
                .filter(codePoint -> codePoint != '\n' && !Excerpt.prints(codePoint))
                .findFirst()
                .ifPresent(codePoint -> {
                    throw entry.fault("U+%04X".formatted(codePoint), "text without control characters");
                });
    }

    private static List<String> siblings(String key) {
        int group = key.indexOf('.') + 1;
        return KEYS.stream()
                .filter(known -> known.startsWith(key.substring(0, group)))
                .map(known -> group == 0 ? known.replaceFirst("\\..*", "") : known)
                .distinct()
                .toList();
    }

    static PackEntry entry(Map<String, PackEntry> entries, String key) {
        PackEntry entry = entries.get(key);
        if (entry == null) {
            throw new IllegalStateException(key + ": absent (expected: one of KEYS)");
        }
        return entry;
    }
}
