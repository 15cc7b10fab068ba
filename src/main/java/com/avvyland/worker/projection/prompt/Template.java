// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.projection.prompt;

import com.avvyland.worker.task.Excerpt;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Fills the placeholders of a pack's text.
 *
 * <p>{@code {name}} is a placeholder, {@code {{} and {@code }}} are braces; there is nothing else. A text is taken apart
 * once, at the start; a value is put in as it is and never looked into, so braces in it mean nothing. Immutable.
 */
final class Template {

    private static final Pattern TOKEN = Pattern.compile("\\{\\{|}}|\\{([a-z_]{1,32})}|[{}]");

    /**
     * Says which placeholders a text has.
     *
     * @param inline may stand anywhere in a line
     * @param block has to be alone on its line, as its value has lines of its own; where it is empty the line goes, and
     *     an empty line after it
     * @param required those of them that have to be there
     */
    record Placeholders(Set<String> inline, Set<String> block, Set<String> required) {

        static final Placeholders NONE = new Placeholders(Set.of(), Set.of(), Set.of());

        String expected() {
            return inline.isEmpty() && block.isEmpty()
                    ? "no placeholder; {{ and }} for braces"
                    : "one of "
                            + braced(Stream.concat(inline.stream(), block.stream())
                                    .toList());
        }
    }

    /** Is one line: words and placeholders in turn, beginning with words. */
    private record Line(List<String> words, List<String> names) {

        boolean block(Placeholders allowed) {
            return names.size() == 1 && allowed.block().contains(names.getFirst());
        }

        String fill(Map<String, String> values) {
            var out = new StringBuilder(words.getFirst());
            for (int i = 0; i < names.size(); i++) {
                out.append(value(values, names.get(i))).append(words.get(i + 1));
            }
            return out.toString();
        }
    }

    private final List<Line> lines;
    private final Placeholders allowed;

    private Template(List<Line> lines, Placeholders allowed) {
        this.lines = List.copyOf(lines);
        this.allowed = allowed;
    }

    /**
     * Take a text apart.
     *
     * @throws com.avvyland.worker.config.InvalidConfigException with file, line and key, when a placeholder is unknown,
     *     not where it has to be, there twice or absent
     */
    static Template parse(PackEntry entry, Placeholders allowed) {
        List<Line> lines = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        String[] texts = entry.text().stripTrailing().split("\n", -1);
        for (int i = 0; i < texts.length; i++) {
            lines.add(line(entry, i, texts[i].stripTrailing(), allowed, seen));
        }
        Set<String> absent = new HashSet<>(allowed.required());
        absent.removeAll(seen);
        if (!absent.isEmpty()) {
            throw entry.fault(braced(absent) + " absent", "once in the text");
        }
        return new Template(lines, allowed);
    }

    /** Return the text with every placeholder replaced by its value. */
    String fill(Map<String, String> values) {
        List<String> filled = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get(i);
            if (!line.block(allowed) || !value(values, line.names().getFirst()).isEmpty()) {
                filled.add(line.fill(values));
            } else if (i + 1 < lines.size() && empty(lines.get(i + 1))) {
                i++;
            }
        }
        return String.join("\n", filled).stripTrailing();
    }

    private static Line line(PackEntry entry, int number, String text, Placeholders allowed, Set<String> seen) {
        List<String> words = new ArrayList<>();
        List<String> names = new ArrayList<>();
        var token = TOKEN.matcher(text);
        var word = new StringBuilder();
        while (token.find()) {
            token.appendReplacement(word, "");
            String name = token.group(1);
            if (name != null) {
                check(entry, number, text, name, allowed, seen);
                names.add(name);
                words.add(word.toString());
                word.setLength(0);
            } else if (token.group().length() == 2) {
                word.append(token.group().charAt(0));
            } else {
                String found = Excerpt.of(text.substring(token.start()), 32);
                throw entry.fault(number, found, allowed.expected());
            }
        }
        token.appendTail(word);
        words.add(word.toString());
        return new Line(List.copyOf(words), List.copyOf(names));
    }

    private static void check(
            PackEntry entry, int number, String text, String name, Placeholders allowed, Set<String> seen) {
        String found = "{%s}".formatted(name);
        boolean block = allowed.block().contains(name);
        if (!block && !allowed.inline().contains(name)) {
            throw entry.fault(number, found + " unknown", allowed.expected());
        }
        if (block && !text.equals(found)) {
            throw entry.fault(number, found + " within a line", "alone on its line");
        }
        if (!seen.add(name)) {
            throw entry.fault(number, found + " a second time", "once in the text");
        }
    }

    private static boolean empty(Line line) {
        return line.names().isEmpty() && line.words().getFirst().isEmpty();
    }

    private static String value(Map<String, String> values, String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalStateException("{%s}: no value (expected: one)".formatted(name));
        }
        return value;
    }

    private static String braced(Collection<String> names) {
        return names.stream().sorted().map("{%s}"::formatted).collect(Collectors.joining(", "));
    }
}
