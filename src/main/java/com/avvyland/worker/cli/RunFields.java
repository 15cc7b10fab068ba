// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import com.avvyland.worker.config.InvalidConfigException;
import com.avvyland.worker.task.TaskType;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Turns {@code --option KEY=VALUE} into fields of a payload, whose names docs/wire.cddl has. */
final class RunFields {

    private static final Set<String> PREVIEW = Set.of("angles", "width", "height", "mime", "background");
    private static final Set<String> STEP = Set.of("prompt", "prompt_pack", "view", "max_attempts", "pass_score");
    private static final Set<String> MODEL = Set.of("target_faces");
    private static final Set<String> LISTS = Set.of("angles", "priority_providers");
    private static final Set<String> NUMBERS = Set.of("width", "height", "max_attempts", "target_faces");

    private RunFields() {}

    /**
     * Return the fields; those of the previews are in {@code preview}.
     *
     * @throws InvalidConfigException for a key that the family has not, and for a number that is none
     */
    static Map<String, Object> of(TaskType type, Map<String, String> options) {
        Set<String> known = known(type);
        var fields = new LinkedHashMap<String, Object>();
        var preview = new LinkedHashMap<String, Object>();
        options.forEach((key, text) -> {
            if (!known.contains(key)) {
                throw new InvalidConfigException("--option %s: unknown for %s (expected: %s)"
                        .formatted(key, type.wireName(), String.join(", ", known)));
            }
            (PREVIEW.contains(key) ? preview : fields).put(key, value(key, text));
        });
        if (!preview.isEmpty()) {
            fields.put("preview", preview);
        }
        return fields;
    }

    private static Set<String> known(TaskType type) {
        var known = new TreeSet<>(Set.of("priority_providers"));
        known.addAll(type == TaskType.MODEL_PROJECTION_STEP ? STEP : PREVIEW);
        if (type == TaskType.MODEL_PROJECTION_MODEL) {
            known.addAll(MODEL);
        }
        return known;
    }

    private static Object value(String key, String text) {
        try {
            if (NUMBERS.contains(key)) {
                return Integer.valueOf(text);
            }
            if (key.equals("pass_score")) {
                return Double.valueOf(text);
            }
        } catch (NumberFormatException e) {
            throw new InvalidConfigException("--option %s: %s (expected: a number)".formatted(key, text));
        }
        return LISTS.contains(key) ? list(text) : text;
    }

    /** A direction in degrees has a comma of its own: several of them are parted by semicolons. */
    private static List<String> list(String text) {
        boolean whole = text.indexOf(';') < 0 && text.matches("-?[0-9.]+,-?[0-9.]+");
        return whole
                ? List.of(text)
                : Arrays.stream(text.split(text.indexOf(';') >= 0 ? ";" : ","))
                        .map(String::strip)
                        .toList();
    }
}
