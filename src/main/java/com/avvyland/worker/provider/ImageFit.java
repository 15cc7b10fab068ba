// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider;

import com.avvyland.worker.gltf.ImageDecoder;
import com.avvyland.worker.gltf.ImageHeader;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.Image;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Makes an image as small as a provider wants it. What is behind a transparent one becomes white: providers flatten to
 * black, or refuse alpha. Stateless.
 */
public final class ImageFit {

    private static final float QUALITY = 0.9f;

    private ImageFit() {}

    /**
     * Return the image as an opaque JPEG of at most so many pixels an edge; what cannot be decoded, as it is.
     *
     * @param edge pixels
     */
    public static Image within(Image image, int edge) {
        ImageHeader header = ImageHeader.read(image.bytes());
        if (header == null) {
            return image;
        }
        try {
            long longer = Math.max(header.width(), header.height());
            // Twice the edge is enough to make it small from; all of a large one would take 256 MB.
            int step = (int) Math.max(1, longer / (2L * edge));
            return jpeg(ImageDecoder.decode(image.bytes(), step), edge);
        } catch (IOException | RuntimeException e) {
            return image;
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
