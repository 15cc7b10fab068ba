// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.projection.picture;

import com.avvyland.worker.task.Bytes;
import com.twelvemonkeys.imageio.metadata.Entry;
import com.twelvemonkeys.imageio.metadata.jpeg.JPEG;
import com.twelvemonkeys.imageio.metadata.jpeg.JPEGSegment;
import com.twelvemonkeys.imageio.metadata.jpeg.JPEGSegmentUtil;
import com.twelvemonkeys.imageio.metadata.tiff.TIFF;
import com.twelvemonkeys.imageio.metadata.tiff.TIFFReader;
import java.io.IOException;
import java.util.List;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Tells how a camera was held: the tag {@code Orientation} of Exif, 1..8.
 *
 * @param tag 1 for upright, also where there is none or it cannot be read
 */
record Orientation(int tag) {

    private static final Orientation UPRIGHT = new Orientation(1);

    static Orientation of(Bytes jpeg) {
        try (ImageInputStream in = new MemoryCacheImageInputStream(jpeg.stream())) {
            List<JPEGSegment> segments = JPEGSegmentUtil.readSegments(in, JPEG.APP1, "Exif");
            if (segments.isEmpty()) {
                return UPRIGHT;
            }
            // A zero byte pads the segment's name.
            var data = segments.getFirst().data();
            if (data.read() < 0) {
                return UPRIGHT;
            }
            try (ImageInputStream exif = new MemoryCacheImageInputStream(data)) {
                Entry entry = new TIFFReader().read(exif).getEntryById(TIFF.TAG_ORIENTATION);
                return entry != null && entry.getValue() instanceof Number number
                        ? new Orientation(number.intValue())
                        : UPRIGHT;
            }
        } catch (IOException | RuntimeException e) {
            return UPRIGHT;
        }
    }

    /** Return the picture as it was seen. */
    Raster upright(Raster raster) {
        if (tag < 2 || tag > 8) {
            return raster;
        }
        int width = tag > 4 ? raster.height() : raster.width();
        int height = tag > 4 ? raster.width() : raster.height();
        int[] argb = new int[width * height];
        for (int y = 0, i = 0; y < height; y++) {
            for (int x = 0; x < width; x++, i++) {
                argb[i] = raster.argb()[source(x, y, raster.width(), raster.height())];
            }
        }
        return new Raster(width, height, argb);
    }

    private int source(int x, int y, int width, int height) {
        int right = width - 1;
        int low = height - 1;
        return switch (tag) {
            case 2 -> y * width + right - x;
            case 3 -> (low - y) * width + right - x;
            case 4 -> (low - y) * width + x;
            case 5 -> x * width + y;
            case 6 -> (low - x) * width + y;
            case 7 -> (low - x) * width + right - y;
            default -> x * width + right - y;
        };
    }
}
