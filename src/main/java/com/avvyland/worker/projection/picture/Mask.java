// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.projection.picture;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Marks pixels of a picture, and finds what hangs together. Not for several threads. */
final class Mask {

    final int width;
    final int height;
    final boolean[] set;

    Mask(int width, int height) {
        this.width = width;
        this.height = height;
        this.set = new boolean[width * height];
    }

    /** Mark what is not see-through. */
    static Mask ofAlpha(Raster raster, int least) {
        Mask mask = new Mask(raster.width(), raster.height());
        for (int i = 0; i < mask.set.length; i++) {
            mask.set[i] = raster.alpha(i) >= least;
        }
        return mask;
    }

    int count() {
        int count = 0;
        for (boolean each : set) {
            count += each ? 1 : 0;
        }
        return count;
    }

    /** Unmark islands smaller than a share of the whole and of the largest: dust, noise. */
    void dropSpecks(double ofAll, double ofLargest) {
        Regions regions = Regions.of(this, true);
        double least = Math.max(ofAll * set.length, ofLargest * regions.largest());
        for (int i = 0; i < set.length; i++) {
            if (set[i] && regions.size(i) < least) {
                set[i] = false;
            }
        }
    }

    /** Return left, top, right and bottom of what is marked, the last two exclusive; null when nothing is. */
    int @Nullable [] bounds() {
        int left = width;
        int top = height;
        int right = 0;
        int bottom = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                if (set[y * width + x]) {
                    left = Math.min(left, x);
                    top = Math.min(top, y);
                    right = Math.max(right, x + 1);
                    bottom = Math.max(bottom, y + 1);
                }
            }
        }
        return right == 0 ? null : new int[] {left, top, right, bottom};
    }

    /** Names the regions of marked, or of unmarked, pixels that touch at their sides. */
    record Regions(int[] label, int[] sizes) {

        static Regions of(Mask mask, boolean marked) {
            int[] label = new int[mask.set.length];
            int[] sizes = new int[16];
            int[] queue = new int[mask.set.length];
            int next = 0;
            for (int start = 0; start < label.length; start++) {
                if (mask.set[start] != marked || label[start] != 0) {
                    continue;
                }
                next++;
                if (next == sizes.length) {
                    sizes = Arrays.copyOf(sizes, 2 * next);
                }
                sizes[next] = fill(mask, marked, label, next, start, queue);
            }
            return new Regions(label, sizes);
        }

        private static int fill(Mask mask, boolean marked, int[] label, int name, int start, int[] queue) {
            int end = 0;
            queue[end++] = start;
            label[start] = name;
            for (int head = 0; head < end; head++) {
                int at = queue[head];
                int x = at % mask.width;
                end = visit(mask, marked, label, name, x > 0 ? at - 1 : -1, queue, end);
                end = visit(mask, marked, label, name, x < mask.width - 1 ? at + 1 : -1, queue, end);
                end = visit(mask, marked, label, name, at - mask.width, queue, end);
                end = visit(mask, marked, label, name, at + mask.width, queue, end);
            }
            return end;
        }

        private static int visit(Mask mask, boolean marked, int[] label, int name, int at, int[] queue, int end) {
            if (at < 0 || at >= label.length || label[at] != 0 || mask.set[at] != marked) {
                return end;
            }
            label[at] = name;
            queue[end] = at;
            return end + 1;
        }

        int size(int index) {
            return sizes[label[index]];
        }

        int largest() {
            return Arrays.stream(sizes).max().orElse(0);
        }
    }
}
