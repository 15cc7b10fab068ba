// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.gltf;

import com.avvyland.worker.task.Bytes;
import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** Decodes PNG, JPEG and WebP of anybody, told by their content, bounded by their header before a pixel is read. Stateless. */
public final class ImageDecoder {

    /** As for a model's textures. */
    public static final long MOST_PIXELS = 64L << 20;

    /** A WebP is decoded as a whole, 4 bytes a pixel: 64 MiB. */
    public static final long MOST_WEBP_PIXELS = 16L << 20;

    private ImageDecoder() {}

    /** Return how many pixels a file of this header may have. */
    public static long most(ImageHeader header) {
        return header.mimeType().equals("image/webp") ? MOST_WEBP_PIXELS : MOST_PIXELS;
    }

    /**
     * Decode a picture.
     *
     * @param step 1 for all of it; every so many pixels of a row and rows of a PNG or JPEG are read otherwise, and held
     * @throws IOException when it is none of the three, too large, cut short, broken, or would cost more than its header says
     */
    public static BufferedImage decode(Bytes picture, int step) throws IOException {
        ImageHeader header = ImageHeader.read(picture);
        if (header == null || header.pixels() > most(header)) {
            throw new IOException(header == null ? "no picture" : "%d x %d".formatted(header.width(), header.height()));
        }
        ImageReader reader = reader(header.mimeType());
        try (ImageInputStream in = PictureInput.open(picture, header)) {
            reader.setInput(in, true, true);
            ImageReadParam parameters = reader.getDefaultReadParam();
            parameters.setSourceSubsampling(step, step, 0, 0);
            return reader.read(0, parameters);
        } catch (RuntimeException | StackOverflowError e) {
            throw new IOException("broken", e);
        } finally {
            reader.dispose();
        }
    }

    /** By name: the encoder of WebP brings a native decoder along, which nobody's bytes shall reach. */
    private static ImageReader reader(String mimeType) throws IOException {
        if (mimeType.equals("image/webp")) {
            return new WebPImageReaderSpi().createReaderInstance(null);
        }
        Iterator<ImageReader> readers = ImageIO.getImageReadersByMIMEType(mimeType);
        if (!readers.hasNext()) {
            throw new IOException(mimeType + ": no decoder");
        }
        return readers.next();
    }
}
