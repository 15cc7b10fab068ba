// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.projection.picture;

import java.util.Arrays;
import java.util.Optional;

/**
 * Cuts a subject out of a plain background, without a provider. Stateless.
 *
 * <p>Background is what looks like the edges of the picture and hangs together with them, a soft shadow on it included;
 * and what is enclosed, looks exactly like it and is large enough, such as the hole of a handle. A patch of the subject
 * that has the very colour of the background is taken for a hole, too: no machine can tell.
 */
public final class LocalCutout {

    /** As far as a background's own pixels stray, in OKLab; more where the picture is noisy. */
    private static final double LIKE = 0.045;

    private static final double NOISE = 5;

    /** A shadow is darker, not coloured, and begins softly. */
    private static final double SHADOW = 0.2;

    private static final double SHADOW_CHROMA = 0.02;
    private static final double SHADOW_STEP = 0.012;

    /** A camera's edge, and that of JPEG, is up to so many pixels wide on each side. */
    private static final int AROUND = 2;

    /** A hole looks like the background twice as exactly as what is around the subject. */
    private static final double HOLE = 0.5;

    private static final double HOLE_SHARE = 0.0004;
    private static final double SPECK_SHARE = 0.0002;
    private static final double SPECK_OF_LARGEST = 0.01;

    /** Less is dust, more is not a subject on a background. */
    private static final double LEAST = 0.001;

    private static final double MOST = 0.98;

    private LocalCutout() {}

    /** Return the subject on nothing; empty when the background is not plain, or there is no subject. */
    public static Optional<Raster> cut(Raster raster) {
        Backdrop backdrop = Backdrop.of(raster);
        if (!backdrop.plain()) {
            return Optional.empty();
        }
        Raster opaque = raster.on(0xffffff);
        OkLab lab = OkLab.of(opaque);
        float[] distance = distances(lab, backdrop.fit(), raster.width(), raster.height());
        double like = Math.max(LIKE, NOISE * backdrop.fit().noise());
        Mask subject = subject(lab, distance, backdrop.fit(), raster.width(), raster.height(), like);
        openHoles(subject, distance, like * HOLE);
        subject.dropSpecks(SPECK_SHARE, SPECK_OF_LARGEST);
        double share = subject.count() / (double) subject.set.length;
        if (share < LEAST || share > MOST) {
            return Optional.empty();
        }
        return Optional.of(SoftEdge.cut(opaque, subject, lab, backdrop.fit()));
    }

    private static float[] distances(OkLab lab, Gradient fit, int width, int height) {
        float[] distance = new float[width * height];
        for (int i = 0; i < distance.length; i++) {
            distance[i] = (float) fit.distance(lab, i, width, height);
        }
        return distance;
    }

    /** Flood the background from the edges; what stays dry is the subject. */
    private static Mask subject(OkLab lab, float[] distance, Gradient fit, int width, int height, double like) {
        Mask subject = new Mask(width, height);
        Arrays.fill(subject.set, true);
        int[] queue = new int[distance.length];
        int end = 0;
        for (int i = 0; i < distance.length; i++) {
            int x = i % width;
            int y = i / width;
            boolean edge = x == 0 || y == 0 || x == width - 1 || y == height - 1;
            if (edge && distance[i] <= like) {
                subject.set[i] = false;
                queue[end++] = i;
            }
        }
        for (int head = 0; head < end; head++) {
            int at = queue[head];
            int x = at % width;
            for (int side = 0; side < 4; side++) {
                int to = switch (side) {
                    case 0 -> x > 0 ? at - 1 : -1;
                    case 1 -> x < width - 1 ? at + 1 : -1;
                    case 2 -> at - width;
                    default -> at + width;
                };
                if (to >= 0
                        && to < distance.length
                        && subject.set[to]
                        && (distance[to] <= like || shadow(lab, fit, at, to, width, height))) {
                    subject.set[to] = false;
                    queue[end++] = to;
                }
            }
        }
        return subject;
    }

    private static boolean shadow(OkLab lab, Gradient fit, int from, int to, int width, int height) {
        double x = (to % width + 0.5) / width;
        double y = (to / width + 0.5) / height;
        double darker = Gradient.at(fit.l(), x, y) - lab.l()[to];
        double chroma = Math.hypot(lab.a()[to] - Gradient.at(fit.a(), x, y), lab.b()[to] - Gradient.at(fit.b(), x, y));
        return darker > 0
                && darker <= SHADOW
                && chroma <= SHADOW_CHROMA
                && Math.abs(lab.l()[to] - lab.l()[from]) <= SHADOW_STEP
                && smooth(lab.l(), to, width, height, Gradient.at(fit.l(), x, y) - SHADOW);
    }

    /**
     * Tell whether brightness changes slowly on all sides: along a pale object's edge it does as in a shadow, across it, it does
     * not. What is darker than any shadow is left out: a shadow reaches up to the object.
     */
    private static boolean smooth(float[] l, int at, int width, int height, double darkest) {
        int x = at % width;
        int y = at / width;
        float low = l[at];
        float high = l[at];
        for (int py = Math.max(0, y - AROUND); py <= Math.min(height - 1, y + AROUND); py++) {
            for (int px = Math.max(0, x - AROUND); px <= Math.min(width - 1, x + AROUND); px++) {
                float here = l[py * width + px];
                if (here >= darkest) {
                    low = Math.min(low, here);
                    high = Math.max(high, here);
                }
            }
        }
        return high - low <= 3 * SHADOW_STEP;
    }

    private static void openHoles(Mask subject, float[] distance, double like) {
        Mask alike = new Mask(subject.width, subject.height);
        for (int i = 0; i < distance.length; i++) {
            alike.set[i] = subject.set[i] && distance[i] <= like;
        }
        Mask.Regions regions = Mask.Regions.of(alike, true);
        double least = HOLE_SHARE * distance.length;
        for (int i = 0; i < distance.length; i++) {
            if (alike.set[i] && regions.size(i) >= least) {
                subject.set[i] = false;
            }
        }
    }
}
