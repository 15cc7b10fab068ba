// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider;

import com.avvyland.worker.task.CborEncoder;
import com.avvyland.worker.task.Image;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says what is wanted, whoever does it. */
public sealed interface ProviderRequest {

    /** Return what it needs. */
    Capability capability();

    /**
     * Return the identity of the work: lower-case hex of the SHA-256 over capability, inputs and prompt. The same work in
     * a retried task has the same identity, and is not bought again.
     */
    String work();

    /**
     * Asks for a reading of images as JSON.
     *
     * @param capability {@link Capability#UNDERSTAND_IMAGE} or {@link Capability#SCORE_IMAGE}
     * @param instructions the system prompt
     * @param images in the order in which the prompt speaks of them
     * @param notBy the family of {@link Families} that is asked only when no other can; absent for none
     */
    record Vision(
            Capability capability,
            String instructions,
            String prompt,
            List<Image> images,
            @Nullable String notBy) implements ProviderRequest {
        public Vision {
            images = List.copyOf(images);
        }

        public Vision(Capability capability, String instructions, String prompt, List<Image> images) {
            this(capability, instructions, prompt, images, null);
        }

        /** Return the schema that the answer has to meet. */
        public AnswerSchema schema() {
            return AnswerSchema.of(capability);
        }

        @Override
        public String work() {
            return digest(List.of(capability.wireName(), instructions, prompt, images));
        }
    }

    /**
     * Asks for one image by a prompt, seen with other images.
     *
     * @param inputs images that the result has to follow; may be empty
     * @param size edge of the square result in pixels, nearest one that the provider makes
     * @param round from 1: another picture of the same words is other work, and is bought anew
     */
    record Picture(String prompt, List<Image> inputs, int size, int round) implements ProviderRequest {
        public Picture {
            inputs = List.copyOf(inputs);
        }

        public Picture(String prompt, List<Image> inputs, int size) {
            this(prompt, inputs, size, 1);
        }

        @Override
        public Capability capability() {
            return Capability.GENERATE_IMAGE;
        }

        @Override
        public String work() {
            List<Object> parts = new ArrayList<>(List.of(capability().wireName(), prompt, inputs, size));
            if (round > 1) {
                parts.add(round);
            }
            return digest(parts);
        }
    }

    /** Asks for the object of an image without what is behind it: a PNG with alpha. */
    record Cutout(Image image) implements ProviderRequest {
        @Override
        public Capability capability() {
            return Capability.REMOVE_BACKGROUND;
        }

        @Override
        public String work() {
            return digest(List.of(capability().wireName(), image));
        }
    }

    /**
     * Asks for a 3D model of the object in images.
     *
     * @param front the object from the front
     * @param views other sides by {@code back left right top bottom left_front right_front}
     * @param faces triangles wanted; absent for the provider's own number
     * @param pbr whether metallic and roughness maps are wanted
     */
    record Model(
            Image front, Map<String, Image> views, @Nullable Integer faces, boolean pbr) implements ProviderRequest {
        public Model {
            views = Map.copyOf(views);
        }

        @Override
        public Capability capability() {
            return Capability.GENERATE_MODEL;
        }

        @Override
        public String work() {
            return digest(List.of(capability().wireName(), front, views, faces == null ? 0 : faces, pbr));
        }
    }

    private static String digest(List<Object> parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(CborEncoder.encode(parts).buffer());
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256: absent (expected: in every JDK)", e);
        }
    }
}
