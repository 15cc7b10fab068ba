// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider;

import com.avvyland.worker.gltf.ImageHeader;
import com.avvyland.worker.gltf.PictureInput;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.Image;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Makes an image as small as a provider wants it. What is behind a transparent one becomes white: providers flatten to
 * black, or refuse alpha. Stateless.
 */
public final class ImageFit {

    private static final float QUALITY = 0.9f;

    /** Of an image that is decoded here, 64 megapixels. */
    private static final long MOST_PIXELS = 64L << 20;

    private ImageFit() {}

    /**
     * Return the image as an opaque JPEG of at most so many pixels an edge; what cannot be decoded, as it is.
     *
     * @param edge pixels
     */
    public static Image within(Image image, int edge) {
        ImageHeader header = ImageHeader.read(image.bytes());
        if (header == null || header.width() * header.height() > MOST_PIXELS) {
            return image;
        }
        try {
            long longer = Math.max(header.width(), header.height());
            BufferedImage decoded = decoded(image, header.mimeType(), (int) Math.max(1, longer / (2L * edge)));
            return decoded == null ? image : jpeg(decoded, edge);
        } catch (IOException | RuntimeException e) {
            return image;
        }
    }

    /** Read every n-th pixel of a large picture: the whole would take 256 MB. */
    private static @Nullable BufferedImage decoded(Image image, String type, int step) throws IOException {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByMIMEType(type);
        if (!readers.hasNext()) {
            return null;
        }
        ImageReader reader = readers.next();
        try (ImageInputStream in = PictureInput.open(image.bytes())) {
            reader.setInput(in, true, true);
            ImageReadParam parameters = reader.getDefaultReadParam();
            parameters.setSourceSubsampling(step, step, 0, 0);
            return reader.read(0, parameters);
        } finally {
            reader.dispose();
        }
    }

    private static Image jpeg(BufferedImage image, int edge) throws IOException {
        double factor = Math.min(1, edge / (double) Math.max(image.getWidth(), image.getHeight()));
        int width = Math.max(1, (int) Math.round(image.getWidth() * factor));
        int height = Math.max(1, (int) Math.round(image.getHeight() * factor));
        BufferedImage flat = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = flat.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        graphics.drawImage(image, 0, 0, width, height, Color.WHITE, null);
        graphics.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (MemoryCacheImageOutputStream sink = new MemoryCacheImageOutputStream(out)) {
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            parameters.setCompressionQuality(QUALITY);
            writer.setOutput(sink);
            writer.write(null, new IIOImage(flat, null, null), parameters);
        } finally {
            writer.dispose();
        }
        return new Image("image/jpeg", Bytes.of(out.toByteArray()), width, height);
    }
}
