// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.schedule;

import com.avvyland.worker.asynq.NewTask;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes a task's options as the texts that asynq's inspector parses back. */
final class OptionTexts {

    /** Go's UnixDate: the day is padded with a blank. */
    private static final DateTimeFormatter UNIX_DATE =
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss 'UTC' uuuu", Locale.ENGLISH);

    private static final int DEFAULT_MAX_RETRY = 25;

    private OptionTexts() {}

    /** List what differs from asynq's defaults. */
    static List<String> of(NewTask task) {
        List<String> texts = new ArrayList<>();
        if (!task.queue().equals("default")) {
            texts.add("Queue(" + quoted(task.queue()) + ")");
        }
        if (task.maxRetry() != DEFAULT_MAX_RETRY) {
            texts.add("MaxRetry(" + task.maxRetry() + ")");
        }
        if (task.id() != null) {
            texts.add("TaskID(" + quoted(task.id()) + ")");
        }
        if (!task.timeout().isZero()) {
            texts.add("Timeout(" + GoDuration.text(task.timeout()) + ")");
        }
        if (task.deadline() != null) {
            texts.add("Deadline(" + date(task.deadline()) + ")");
        }
        if (!task.unique().isZero()) {
            texts.add("Unique(" + GoDuration.text(task.unique()) + ")");
        }
        if (task.processAt() != null) {
            texts.add("ProcessAt(" + date(task.processAt()) + ")");
        }
        if (!task.retention().isZero()) {
            texts.add("Retention(" + GoDuration.text(task.retention()) + ")");
        }
        if (!task.group().isEmpty()) {
            texts.add("Group(" + quoted(task.group()) + ")");
        }
        return texts;
    }

    private static String date(Instant time) {
        return UNIX_DATE.format(time.atOffset(ZoneOffset.UTC));
    }

    /** Quote as Go does, and hide a closing parenthesis: the inspector cuts the text at the first one. */
    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case ')' -> quoted.append("\\x29");
                default -> {
                    if (Character.isISOControl(c)) {
                        quoted.append("\\u%04x".formatted(c));
                    } else if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                        quoted.append("\\ufffd");
                    } else {
                        quoted.appendCodePoint(c);
                    }
                }
            }
        });
        return quoted.append('"').toString();
    }
}
