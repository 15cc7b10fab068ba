// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.projection.picture;

import com.avvyland.worker.task.Image;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds what is wrong with a picture that a provider painted, as far as that can be seen without knowing the object.
 * Stateless; docs/projection.md has the thresholds and why they are so.
 */
public final class LocalChecks {

    /** Full resolution shows these checks nothing more. */
    private static final int EDGE = 512;

    /** A few stray pixels are not a subject. */
    private static final double BLANK = 0.002;

    private static final double EMPTY = 0.005;
    private static final double SMALL = 0.03;
    private static final double LARGE = 0.92;

    /** A light background is taken away by whoever makes a model of the picture. */
    private static final double LIGHT = 0.85;

    private static final double PALE = 0.05;

    /** Edge pixels of one side that the subject may cover. */
    private static final double TOUCH = 0.02;

    /** The same picture, encoded anew; a repainted one differs more. */
    private static final double SAME_PICTURE = 0.006;

    private static final double OUTLINE_FINE = 0.70;
    private static final double OUTLINE_WRONG = 0.40;

    private LocalChecks() {}

    /**
     * Look at a picture.
     *
     * @param source outline of the source; absent when it could not be cut out
     * @param prepared the source as the provider was shown it
     * @param painted what the provider painted
     * @param relation of the wanted view to the source
     */
    public static List<Finding> check(@Nullable Silhouette source, Image prepared, Image painted, Relation relation) {
        Raster picture = Raster.decode(painted).within(EDGE);
        Backdrop backdrop = Backdrop.of(picture);
        Optional<Raster> cut = backdrop.open() ? Optional.of(picture) : LocalCutout.cut(picture);
        List<Finding> findings = new ArrayList<>();
        if (cut.isEmpty() && backdrop.plain()) {
            findings.add(Finding.fatal("not_blank", "Show the object; the picture is blank."));
            return findings;
        }
        findings.add(background(backdrop));
        cut.ifPresent(subject -> {
            Mask mask = Mask.ofAlpha(subject, 128);
            findings.add(share(mask));
            findings.add(inside(mask));
        });
        findings.add(input(prepared, picture, relation));
        Silhouette outline = cut.map(Silhouette::of).orElse(null);
        if (source != null && outline != null && relation != Relation.OTHER) {
            findings.add(outline(source, outline, relation));
        }
        return List.copyOf(findings);
    }

    private static Finding background(Backdrop backdrop) {
        String name = "background_clean";
        if (backdrop.open()) {
            return Finding.fine(name);
        }
        if (!backdrop.plain()) {
            return Finding.wrong(
                    name, 0.5, "Make the background plain pure white; nothing else may be in the picture.");
        }
        boolean light = backdrop.fit().lightness() >= LIGHT && backdrop.fit().chroma() <= PALE;
        return light ? Finding.fine(name) : Finding.wrong(name, 0.85, "Make the background pure white.");
    }

    private static Finding share(Mask subject) {
        String name = "subject_present";
        double share = subject.count() / (double) subject.set.length;
        if (share < BLANK) {
            return Finding.fatal("not_blank", "Show the object; the picture is blank.");
        }
        if (share < EMPTY) {
            return Finding.fatal(name, "Show the object large; nearly nothing is in the picture.");
        }
        if (share < SMALL) {
            return Finding.wrong(name, 0.7, "Show the object larger; it should fill most of the picture.");
        }
        if (share > LARGE) {
            return Finding.wrong(name, 0.7, "Show the whole object with a margin; it fills the frame.");
        }
        return Finding.fine(name);
    }

    private static Finding inside(Mask subject) {
        List<String> sides = new ArrayList<>();
        if (covered(subject, 0, 1, subject.width) > TOUCH) {
            sides.add("top");
        }
        if (covered(subject, (subject.height - 1) * subject.width, 1, subject.width) > TOUCH) {
            sides.add("bottom");
        }
        if (covered(subject, 0, subject.width, subject.height) > TOUCH) {
            sides.add("left");
        }
        if (covered(subject, subject.width - 1, subject.width, subject.height) > TOUCH) {
            sides.add("right");
        }
        return sides.isEmpty()
                ? Finding.fine("subject_inside")
                : Finding.wrong(
                        "subject_inside",
                        0.6,
                        "Show the whole object with a margin; it is cut off at the %s."
                                .formatted(String.join(", ", sides)));
    }

    private static double covered(Mask subject, int start, int step, int count) {
        int covered = 0;
        for (int i = 0; i < count; i++) {
            covered += subject.set[start + i * step] ? 1 : 0;
        }
        return covered / (double) count;
    }

    /** At the same side the source itself is the best answer there is. */
    private static Finding input(Image prepared, Raster picture, Relation relation) {
        String name = "not_the_input";
        if (relation == Relation.SAME || Likeness.difference(Raster.decode(prepared), picture) > SAME_PICTURE) {
            return Finding.fine(name);
        }
        return Finding.fatal(name, "Show the side asked for; the picture is the input again.");
    }

    private static Finding outline(Silhouette source, Silhouette painted, Relation relation) {
        boolean mirrored = relation == Relation.MIRRORED;
        double overlap = painted.overlap(mirrored ? source.mirrored() : source);
        double value = Math.clamp((overlap - OUTLINE_WRONG) / (OUTLINE_FINE - OUTLINE_WRONG), 0, 1);
        if (value >= 1) {
            return Finding.fine("silhouette");
        }
        return Finding.wrong(
                "silhouette",
                value,
                mirrored
                        ? "Keep the outline: from behind it is the mirror image of the first image's."
                        : "Keep the outline of the first image.");
    }
}
