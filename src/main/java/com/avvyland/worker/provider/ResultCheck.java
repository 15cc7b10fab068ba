// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider;

import com.avvyland.worker.gltf.ImageHeader;
import com.avvyland.worker.gltf.PictureInput;
import com.avvyland.worker.task.Bytes;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/** Tells a result from something that only looks like one. */
final class ResultCheck {

    /** Smaller is no picture of an object. */
    private static final int LEAST_EDGE = 64;

    /** What a decoder may be asked for: 64 megapixels, as for a model's textures. */
    private static final long MOST_PIXELS = 64L << 20;

    /** A WebP is decoded as a whole, 4 bytes a pixel. */
    private static final long MOST_WEBP_PIXELS = 16L << 20;

    private static final int OPAQUE = 255;

    private static final int GLTF_MAGIC = 0x676c5446;
    private static final int ZIP_MAGIC = 0x504b0304;

    private ResultCheck() {}

    /**
     * Check what came, and return a reading in its normal form.
     *
     * @throws ProviderException {@link Fault#EMPTY_RESULT} or {@link Fault#BAD_JSON}
     */
    static @Nullable String check(Capability capability, @Nullable String json, List<ResultFile> files) {
        switch (capability) {
            case UNDERSTAND_IMAGE, SCORE_IMAGE -> {
                if (json == null || json.isBlank()) {
                    throw empty("no text");
                }
                return Readings.checked(capability, json);
            }
            case GENERATE_IMAGE, REMOVE_BACKGROUND -> {
                if (files.isEmpty()) {
                    throw empty("no image");
                }
                files.forEach(file -> picture(file.bytes(), capability == Capability.REMOVE_BACKGROUND));
            }
            case GENERATE_MODEL -> {
                if (files.isEmpty()) {
                    throw empty("no model");
                }
                files.forEach(ResultCheck::model);
            }
        }
        return null;
    }

    private static void picture(Bytes bytes, boolean cutOut) {
        ImageHeader header = ImageHeader.read(bytes);
        if (header == null) {
            throw empty("no image: unknown content");
        }
        if (header.width() < LEAST_EDGE || header.height() < LEAST_EDGE) {
            throw empty("image: %d x %d pixels".formatted(header.width(), header.height()));
        }
        long most = header.mimeType().equals("image/webp") ? MOST_WEBP_PIXELS : MOST_PIXELS;
        if (header.width() * header.height() > most) {
            throw empty("image: %d x %d pixels".formatted(header.width(), header.height()));
        }
        decoded(bytes, cutOut);
    }

    private static void decoded(Bytes bytes, boolean cutOut) {
        BufferedImage image;
        try {
            image = ImageIO.read(PictureInput.open(bytes));
        } catch (IOException | RuntimeException e) {
            throw new ProviderException(Fault.EMPTY_RESULT, "image: broken (expected: one that decodes)", e);
        }
        if (image == null) {
            throw empty("image: not decodable");
        }
        int first = image.getRGB(0, 0);
        boolean varied = false;
        boolean open = false;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int pixel = image.getRGB(x, y);
                varied |= pixel != first;
                open |= pixel >>> 24 < OPAQUE;
            }
        }
        if (!varied) {
            throw empty("image: of one colour");
        }
        if (cutOut && !open) {
            throw empty("cut-out: opaque everywhere");
        }
    }

    private static void model(ResultFile file) {
        int magic = file.bytes().length() < 20 ? 0 : file.bytes().buffer().getInt(0);
        boolean right = switch (file.type()) {
            case "glb" -> magic == GLTF_MAGIC;
            case "zip", "usdz", "obj" -> magic == ZIP_MAGIC || file.type().equals("obj") && magic != 0;
            default -> magic != 0;
        };
        if (!right) {
            throw empty("model: not %s by its content".formatted(file.type()));
        }
    }

    private static ProviderException empty(String found) {
        return new ProviderException(Fault.EMPTY_RESULT, found + " (expected: a result)");
    }
}
