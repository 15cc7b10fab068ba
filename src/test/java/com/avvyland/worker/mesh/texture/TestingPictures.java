// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.texture;

import com.avvyland.worker.gltf.ImageDecoder;
import com.avvyland.worker.gltf.ImageHeader;
import com.avvyland.worker.task.Bytes;
import com.luciad.imageio.webp.WebPImageReaderSpi;
import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Objects;
import java.util.function.IntBinaryOperator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;

/** Draws small pictures. */
final class TestingPictures {

    static final TextureUse COLOR = new TextureUse(true, false, false, false);
    static final TextureUse CUT_OUT = new TextureUse(true, true, false, true);
    static final TextureUse NORMAL = new TextureUse(false, false, true, false);

    private TestingPictures() {}

    static BufferedImage picture(int width, int height, int type, IntBinaryOperator argb) {
        var picture = new BufferedImage(width, height, type);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                picture.setRGB(x, y, argb.applyAsInt(x, y));
            }
        }
        return picture;
    }

    /** Smooth in all channels, so that no codec has an excuse. */
    static BufferedImage gradient(int width, int height, int type) {
        return picture(width, height, type, (x, y) -> {
            int red = 255 * x / width;
            int green = 255 * y / height;
            int alpha = type == BufferedImage.TYPE_INT_ARGB ? 255 * (x + y) / (width + height) : 255;
            return alpha << 24 | red << 16 | green << 8 | 96;
        });
    }

    static Bytes file(BufferedImage picture, String format) throws IOException {
        var out = new ByteArrayOutputStream();
        if (!ImageIO.write(picture, format, out)) {
            throw new IOException(format + ": not written");
        }
        return Bytes.of(out.toByteArray());
    }

    static ImageHeader header(Bytes file) {
        return Objects.requireNonNull(ImageHeader.read(file));
    }

    /** Decode; a WebP by libwebp. */
    static BufferedImage decoded(Bytes file) throws IOException {
        if (!header(file).mimeType().equals("image/webp")) {
            return ImageDecoder.decode(file, 1);
        }
        ImageReader reader = new WebPImageReaderSpi().createReaderInstance(null);
        reader.setInput(new ByteArrayImageInputStream(file.toByteArray()));
        return reader.read(0);
    }

    /** The largest difference of a channel, and of colours only where both are seen. */
    static int difference(BufferedImage one, BufferedImage other) {
        int most = 0;
        for (int y = 0; y < one.getHeight(); y++) {
            for (int x = 0; x < one.getWidth(); x++) {
                int a = one.getRGB(x, y);
                int b = other.getRGB(x, y);
                for (int shift = (a >>> 24) < 32 ? 24 : 0; shift < 32; shift += 8) {
                    most = Math.max(most, Math.abs((a >>> shift & 0xff) - (b >>> shift & 0xff)));
                }
            }
        }
        return most;
    }
}
