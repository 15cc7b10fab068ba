// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.texture;

import com.avvyland.worker.config.TexturesConfig;
import com.avvyland.worker.config.TexturesConfig.Format;
import com.avvyland.worker.gltf.ImageDecoder;
import com.avvyland.worker.gltf.ImageHeader;
import com.avvyland.worker.task.Bytes;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Derives the textures of an artifact by the configuration's {@code textures}. Safe for any thread. */
public final class TextureRule {

    /** Leaves every picture as it is. */
    public static final TextureRule KEEP = new TextureRule(new TexturesConfig(Integer.MAX_VALUE, Format.SOURCE));

    private static final Logger LOG = LoggerFactory.getLogger(TextureRule.class);

    private static final String JPEG = "image/jpeg";
    private static final String WEBP = "image/webp";

    /** Not WebP: of a lossy one TwelveMonkeys 3.14 made other colours than libwebp does (seen 2026-11). */
    private static final Set<String> DECODED = Set.of("image/png", JPEG);

    /** Of pictures with longer edges every so many pixels are read: 16 megapixels, 64 MiB, are held. */
    private static final int DECODED_EDGE = 4096;

    private final TexturesConfig config;

    public TextureRule(TexturesConfig config) {
        this.config = config;
    }

    /**
     * Holds a picture of an artifact.
     *
     * @param width pixels
     * @param height pixels
     */
    public record Derived(Bytes file, String mimeType, int width, int height) {}

    /**
     * Return the picture as the artifact shall have it: itself where nothing is to be done, where the result would not be
     * smaller, and where its format (WebP, AVIF, KTX2) is not decoded here or it does not decode.
     *
     * @param header of the file
     */
    public Derived derive(Bytes file, ImageHeader header, TextureUse use) {
        var same = new Derived(file, header.mimeType(), (int) header.width(), (int) header.height());
        boolean larger = Math.max(header.width(), header.height()) > config.maxSize();
        if (!DECODED.contains(header.mimeType())
                || !larger && wanted(header, use).equals(header.mimeType())) {
            return same;
        }
        try {
            Derived derived = make(file, header, use);
            return larger || derived.file().length() < file.length() ? derived : same;
        } catch (IOException e) {
            LOG.debug("texture kept as it is: {}", e.getMessage());
            return same;
        }
    }

    private Derived make(Bytes file, ImageHeader header, TextureUse use) throws IOException {
        long longer = Math.max(header.width(), header.height());
        // Never so few that less is left than the artifact may have.
        long enough = longer / Math.min(longer, config.maxSize());
        BufferedImage picture = ImageDecoder.decode(file, (int) Math.min(enough, Math.ceilDiv(longer, DECODED_EDGE)));
        double factor = Math.min(1, config.maxSize() / (double) longer);
        int width = (int) Math.max(1, Math.round(header.width() * factor));
        int height = (int) Math.max(1, Math.round(header.height() * factor));
        BufferedImage reduced = new TextureReducer(picture, use).reduce(width, height);
        String format = wanted(header, use);
        if (format.equals(JPEG) && reduced.getColorModel().hasAlpha()) {
            format = header.mimeType().equals(JPEG) ? "image/png" : header.mimeType();
        }
        return new Derived(
                TextureEncoder.encode(reduced, format, use), format, reduced.getWidth(), reduced.getHeight());
    }

    /** A JPEG of directions shows its blocks in every highlight; WebP has a lossless form for them. */
    private String wanted(ImageHeader header, TextureUse use) {
        return switch (config.format()) {
            case SOURCE -> header.mimeType();
            case JPEG -> use.normal() ? header.mimeType() : JPEG;
            case WEBP -> WEBP;
        };
    }
}
