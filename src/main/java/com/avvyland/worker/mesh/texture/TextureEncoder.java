// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.texture;

import com.avvyland.worker.task.Bytes;
import com.luciad.imageio.webp.CompressionType;
import com.luciad.imageio.webp.WebPWriteParam;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Encodes textures. Stateless. */
final class TextureEncoder {

    /** The usual compromise of web images, as for previews. */
    private static final float QUALITY = 0.9f;

    /** Of the JDK's scale, on which 1 is no compression at all: zlib's level 6. */
    private static final float PNG_LEVEL = 0.33f;

    private TextureEncoder() {}

    /**
     * Encode a picture.
     *
     * @param mimeType image/png, image/jpeg or image/webp
     * @param use a normal map is lossless in WebP
     * @throws IOException when this machine has no encoder of that format
     */
    static Bytes encode(BufferedImage picture, String mimeType, TextureUse use) throws IOException {
        var writers = ImageIO.getImageWritersByMIMEType(mimeType);
        if (!writers.hasNext()) {
            throw new IOException(mimeType + ": no encoder");
        }
        ImageWriter writer = writers.next();
        var out = new ByteArrayOutputStream();
        try (var sink = new MemoryCacheImageOutputStream(out)) {
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            if (parameters instanceof WebPWriteParam webp) {
                webp.setCompressionType(use.normal() ? CompressionType.Lossless : CompressionType.Lossy);
                // Colours under no alpha at all matter wherever alpha is not coverage.
                webp.setExact(!use.coverage());
            }
            parameters.setCompressionQuality(mimeType.equals("image/png") ? PNG_LEVEL : QUALITY);
            writer.setOutput(sink);
            writer.write(null, new IIOImage(picture, null, null), parameters);
        } catch (RuntimeException | LinkageError e) {
            // The encoder of WebP is native: there may be none for this machine.
            throw new IOException(mimeType + ": " + e.getMessage(), e);
        } finally {
            writer.dispose();
        }
        return Bytes.of(out.toByteArray());
    }
}
