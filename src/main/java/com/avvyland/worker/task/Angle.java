// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.task;

import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Names a direction to look from.
 *
 * @param name the name of the wire contract, or {@code "yaw,pitch"} as the producer wrote it
 * @param yaw degrees around the up axis, 0 looks at the front, 90 at the right side of the model (+x)
 * @param pitch degrees above the horizon, -90..90
 */
public record Angle(String name, double yaw, double pitch) {

    private static final Map<String, Angle> NAMED = Map.of(
            "front", new Angle("front", 0, 0),
            "right", new Angle("right", 90, 0),
            "back", new Angle("back", 180, 0),
            "left", new Angle("left", -90, 0),
            "top", new Angle("top", 0, 90),
            "bottom", new Angle("bottom", 0, -90),
            "three_quarter", new Angle("three_quarter", 35, 25));

    private static final Pattern DEGREES = Pattern.compile("(-?\\d{1,3}(?:\\.\\d{1,3})?),(-?\\d{1,2}(?:\\.\\d{1,3})?)");

    /**
     * Read an angle of the wire contract.
     *
     * @throws TaskFailure permanent, when it is neither a known name nor {@code yaw,pitch} in degrees
     */
    public static Angle parse(String text) {
        return parse("angle", text);
    }

    /**
     * Read an angle of a field.
     *
     * @param field its name, for the error
     * @throws TaskFailure permanent, when it is neither a known name nor {@code yaw,pitch} in degrees
     */
    static Angle parse(String field, String text) {
        @Nullable Angle named = NAMED.get(text);
        if (named != null) {
            return named;
        }
        var degrees = DEGREES.matcher(text);
        if (degrees.matches()) {
            double yaw = Double.parseDouble(degrees.group(1));
            double pitch = Double.parseDouble(degrees.group(2));
            if (Math.abs(yaw) <= 360 && Math.abs(pitch) <= 90) {
                return new Angle(text, yaw, pitch);
            }
        }
        throw new TaskFailure(
                FailureCode.INVALID_PAYLOAD,
                "%s: %s (expected: front, back, left, right, top, bottom, three_quarter or \"yaw,pitch\" in degrees)"
                        .formatted(field, text.length() > 32 ? text.substring(0, 32) + "..." : text));
    }
}
