// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.projection.prompt;

import com.avvyland.worker.task.Excerpt;
import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.TaskFailure;
import java.text.Normalizer;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Makes text of others fit to stand in a prompt: bounded, in Unicode NFC, without what does not print, marked as theirs.
 *
 * <p>Every line of it begins with a mark of ours ({@code "> "} or {@code "- "}), and it has no line end but {@code \n},
 * so that no text can end its own quotation.
 */
final class UserText {

    /** As the task's decoder allows; what image models still follow. */
    static final int LONGEST_PROMPT = 4000;

    /** What a judge is asked for is under 150; more is talk. */
    static final int LONGEST_REASON = 200;

    /** A painter follows a handful of corrections, not a page. */
    static final int MOST_REASONS = 8;

    /** What some renderer or model takes for the end of a line: CR LF, CR, VT, FF, NEL, LS, PS. */
    private static final Pattern LINE_END = Pattern.compile("\\r\\n|[\\r\\x0B\\f\\x85\\u2028\\u2029]");

    private static final Pattern BLANKS = Pattern.compile("[\\p{Zs}\\t\\n]+");
    private static final Pattern EMPTY_LINES = Pattern.compile("\\n{3,}");

    private UserText() {}

    /**
     * Return the user's words, each line quoted by {@code "> "}.
     *
     * @throws TaskFailure permanent, when nothing printable is left of them
     */
    static String quoted(String prompt) {
        String text = EMPTY_LINES
                .matcher(clean(prompt, LONGEST_PROMPT)
                        .lines()
                        .map(String::strip)
                        .collect(Collectors.joining("\n"))
                        .strip())
                .replaceAll("\n\n");
        if (text.isEmpty()) {
            throw new TaskFailure(
                    FailureCode.INVALID_PAYLOAD,
                    "prompt: blank (expected: 1..%d characters)".formatted(LONGEST_PROMPT));
        }
        return text.lines().map(line -> ("> " + line).stripTrailing()).collect(Collectors.joining("\n"));
    }

    /** Return the reasons, one a line, each marked by {@code "- "}; empty where none says anything. */
    static String listed(List<String> reasons) {
        return reasons.stream()
                .map(reason -> BLANKS.matcher(clean(reason, LONGEST_REASON))
                        .replaceAll(" ")
                        .strip())
                .filter(reason -> !reason.isEmpty())
                .limit(MOST_REASONS)
                .map(reason -> "- " + reason)
                .collect(Collectors.joining("\n"));
    }

    /** Cut before and after the normalisation: it is bounded work, and may make a text three times as long. */
    private static String clean(String text, int longest) {
        var kept = new StringBuilder();
        LINE_END.matcher(cut(text, longest))
                .replaceAll("\n")
                .replace('\t', ' ')
                .codePoints()
                .filter(UserText::belongs)
                .forEach(kept::appendCodePoint);
        return cut(Normalizer.normalize(kept, Normalizer.Form.NFC), longest);
    }

    private static String cut(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
        return text.substring(0, end);
    }

    /**
     * Tell whether a code point may stay. The two joiners are format characters that Persian and emoji are written with.
     * What the JDK's Unicode does not know yet stays, lest another JDK make another prompt of it.
     */
    private static boolean belongs(int codePoint) {
        boolean joiner = codePoint == 0x200C || codePoint == 0x200D;
        boolean noncharacter = (codePoint & 0xFFFE) == 0xFFFE || (codePoint >= 0xFDD0 && codePoint <= 0xFDEF);
        boolean unknown = Character.getType(codePoint) == Character.UNASSIGNED && !noncharacter;
        return codePoint == '\n' || joiner || unknown || Excerpt.prints(codePoint);
    }
}
