// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.projection.prompt;

import com.avvyland.worker.projection.prompt.Template.Placeholders;
import com.avvyland.worker.task.Angle;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Says in words from which side the object is seen. */
record ViewPhrases(Map<String, Template> named, Template degrees) {

    /** The names of the wire contract, see {@link Angle}. */
    static final List<String> NAMES = List.of("front", "back", "left", "right", "top", "bottom", "three_quarter");

    private static final Placeholders DEGREES =
            new Placeholders(Set.of("yaw", "pitch"), Set.of(), Set.of("yaw", "pitch"));

    private static final BigDecimal CIRCLE = BigDecimal.valueOf(360);

    static ViewPhrases of(Function<String, PackEntry> entries) {
        Map<String, Template> named = NAMES.stream()
                .collect(Collectors.toUnmodifiableMap(
                        name -> name, name -> Template.parse(entries.apply("views." + name), Placeholders.NONE)));
        return new ViewPhrases(named, Template.parse(entries.apply("views.degrees"), DEGREES));
    }

    /** Return the phrase of a view; of any other than the named ones the template with its numbers. */
    String phrase(Angle view) {
        Template template = named.getOrDefault(view.name(), degrees);
        return template.fill(Map.of("yaw", azimuth(view.yaw()), "pitch", number(BigDecimal.valueOf(view.pitch()))));
    }

    /** Return the same direction within 0..360, in decimals: -0.1 is 359.9 and nothing near it. */
    private static String azimuth(double yaw) {
        BigDecimal turn = BigDecimal.valueOf(yaw).remainder(CIRCLE);
        return number(turn.signum() < 0 ? turn.add(CIRCLE) : turn);
    }

    private static String number(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }
}
