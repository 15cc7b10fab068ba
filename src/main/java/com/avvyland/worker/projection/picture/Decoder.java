// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.projection.picture;

import com.avvyland.worker.gltf.ImageHeader;
import com.avvyland.worker.gltf.PictureInput;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.TaskFailure;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Iterator;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** Decodes pictures of anybody: bounded by their header before a pixel is read. Stateless. */
final class Decoder {

    /** What a phone takes, 50 megapixels; more is not needed for a picture of 2,048. */
    static final long MOST_PIXELS = 50L << 20;

    /** A WebP is decoded as a whole, 4 bytes a pixel: 64 MiB. */
    private static final long MOST_WEBP_PIXELS = 16L << 20;

    private static final int LEAST_EDGE = 16;

    /** Where an edge is longer than twice that, every second pixel is read, or every third: at most 16 megapixels are held. */
    private static final int ENOUGH = 2048;

    private static final Set<String> FORMATS = Set.of("image/png", "image/jpeg", "image/webp");

    private Decoder() {}

    static Raster decode(Bytes bytes) {
        ImageHeader header = ImageHeader.read(bytes);
        if (header == null || !FORMATS.contains(header.mimeType())) {
            throw refused(header == null ? "unknown content" : header.mimeType(), "a PNG, JPEG or WebP");
        }
        long most = header.mimeType().equals("image/webp") ? MOST_WEBP_PIXELS : MOST_PIXELS;
        long shorter = Math.min(header.width(), header.height());
        if (shorter < LEAST_EDGE
                || header.width() > most
                || header.height() > most
                || header.width() * header.height() > most) {
            throw refused(
                    "%d x %d pixels".formatted(header.width(), header.height()),
                    "edges from %d, at most %d pixels".formatted(LEAST_EDGE, most));
        }
        int step = Math.ceilDiv((int) Math.max(header.width(), header.height()), 2 * ENOUGH);
        try (ImageInputStream in = PictureInput.open(bytes)) {
            Iterator<ImageReader> readers = ImageIO.getImageReadersByMIMEType(header.mimeType());
            if (!readers.hasNext()) {
                throw new IllegalStateException("decoder of %s: none (expected: one)".formatted(header.mimeType()));
            }
            Raster raster = raster(read(readers.next(), in, step));
            return header.mimeType().equals("image/jpeg")
                    ? Orientation.of(bytes).upright(raster)
                    : raster;
        } catch (IOException | RuntimeException | StackOverflowError e) {
            throw new TaskFailure(FailureCode.INVALID_PAYLOAD, "image: broken (expected: one that decodes)", e);
        }
    }

    private static BufferedImage read(ImageReader reader, ImageInputStream in, int step) throws IOException {
        try {
            reader.setInput(in, true, true);
            ImageReadParam parameters = reader.getDefaultReadParam();
            parameters.setSourceSubsampling(step, step, 0, 0);
            return reader.read(0, parameters);
        } finally {
            reader.dispose();
        }
    }

    private static Raster raster(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        int[] argb = image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY
                ? grey(image)
                : image.getRGB(0, 0, width, height, null, 0, width);
        return new Raster(width, height, argb);
    }

    /** The JDK takes grey for linear light and makes it brighter; files mean sRGB. */
    private static int[] grey(BufferedImage image) {
        java.awt.image.Raster samples = image.getRaster();
        int shift = samples.getSampleModel().getSampleSize(0) - 8;
        int scale = shift < 0 ? 255 / ((1 << 8 + shift) - 1) : 1;
        int[] argb = new int[image.getWidth() * image.getHeight()];
        for (int y = 0, i = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++, i++) {
                int value = samples.getSample(x, y, 0);
                int level = shift > 0 ? value >> shift : value * scale;
                int alpha = samples.getNumBands() < 2 ? 255 : samples.getSample(x, y, 1) >> Math.max(0, shift);
                argb[i] = alpha << 24 | level * 0x010101;
            }
        }
        return argb;
    }

    private static TaskFailure refused(String found, String expected) {
        return new TaskFailure(FailureCode.INVALID_PAYLOAD, "image: %s (expected: %s)".formatted(found, expected));
    }
}
