// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.projection.picture;

/**
 * Gives a cut-out a soft edge: a pixel that a camera has mixed of subject and background gets a share of alpha, and the
 * subject's colour alone, so that no halo is seen on another background. Stateless.
 */
final class SoftEdge {

    /** How far from the border a pixel may be mixed. */
    private static final int REACH = 2;

    /** Where the subject's colour is looked for, inwards. */
    private static final int INSIDE = 4;

    private SoftEdge() {}

    static Raster cut(Raster raster, Mask subject, OkLab lab, Gradient backdrop) {
        int width = raster.width();
        int height = raster.height();
        int[] argb = new int[width * height];
        byte[] depth = depth(subject);
        for (int i = 0; i < argb.length; i++) {
            if (depth[i] > REACH) {
                argb[i] = raster.argb()[i] | 0xff000000;
            } else if (depth[i] >= -1) {
                argb[i] = mixed(raster, lab, backdrop, depth, i);
            }
        }
        return new Raster(width, height, argb);
    }

    private static int mixed(Raster raster, OkLab lab, Gradient backdrop, byte[] depth, int at) {
        int inner = inner(raster, depth, at);
        if (inner < 0) {
            return depth[at] > 0 ? raster.argb()[at] | 0xff000000 : 0;
        }
        double whole = backdrop.distance(lab, inner, raster.width(), raster.height());
        double here = backdrop.distance(lab, at, raster.width(), raster.height());
        double alpha = whole < 0.02 ? depth[at] > 0 ? 1 : 0 : Math.clamp(here / whole, 0, 1);
        if (depth[at] > 0) {
            // A subject's own dark or light line at its border is not background.
            alpha = Math.max(alpha, depth[at] == 1 ? 0.25 : 0.6);
        }
        int share = (int) Math.round(alpha * 255);
        if (share == 0) {
            return 0;
        }
        int colour = share == 255 ? raster.argb()[at] : raster.argb()[inner];
        return share << 24 | colour & 0xffffff;
    }

    /** Return the nearest pixel that is surely the subject's, or -1. */
    private static int inner(Raster raster, byte[] depth, int at) {
        int x = at % raster.width();
        int y = at / raster.width();
        int best = -1;
        int nearest = Integer.MAX_VALUE;
        int deepest = 0;
        for (int dy = -INSIDE; dy <= INSIDE; dy++) {
            for (int dx = -INSIDE; dx <= INSIDE; dx++) {
                int px = x + dx;
                int py = y + dy;
                if (px < 0 || py < 0 || px >= raster.width() || py >= raster.height()) {
                    continue;
                }
                int index = py * raster.width() + px;
                int deep = Math.min(depth[index], REACH + 1);
                int far = dx * dx + dy * dy;
                if (deep > 0 && (deep > deepest || deep == deepest && far < nearest)) {
                    best = index;
                    nearest = far;
                    deepest = deep;
                }
            }
        }
        return best;
    }

    /** Return how deep in the subject a pixel is, 1 at its border; 0 and -1 just outside, less further off. */
    private static byte[] depth(Mask subject) {
        byte[] depth = new byte[subject.set.length];
        for (int i = 0; i < depth.length; i++) {
            depth[i] = subject.set[i] ? (byte) (REACH + 1) : (byte) -(REACH + 1);
        }
        for (int layer = 1; layer <= REACH; layer++) {
            grow(subject, depth, (byte) layer, true);
        }
        for (int layer = 0; layer >= -1; layer--) {
            grow(subject, depth, (byte) layer, false);
        }
        return depth;
    }

    private static void grow(Mask subject, byte[] depth, byte layer, boolean inside) {
        byte[] before = depth.clone();
        int width = subject.width;
        for (int i = 0; i < depth.length; i++) {
            if (Math.abs(before[i]) != REACH + 1 || subject.set[i] != inside) {
                continue;
            }
            int x = i % width;
            boolean touches = x > 0 && near(subject, before, i - 1, inside)
                    || x < width - 1 && near(subject, before, i + 1, inside)
                    || i >= width && near(subject, before, i - width, inside)
                    || i + width < depth.length && near(subject, before, i + width, inside);
            if (touches) {
                depth[i] = layer;
            }
        }
    }

    private static boolean near(Mask subject, byte[] before, int at, boolean inside) {
        return subject.set[at] != inside || Math.abs(before[at]) <= REACH;
    }
}
