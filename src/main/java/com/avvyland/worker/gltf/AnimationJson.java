// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.gltf;

import static com.avvyland.worker.gltf.GltfAsset.NONE;

import com.avvyland.worker.gltf.GltfAsset.Animation;
import com.avvyland.worker.gltf.GltfAsset.Skin;
import java.io.IOException;
import java.util.stream.IntStream;

/** Reads animations and skins. */
final class AnimationJson {

    private AnimationJson() {}

    static Animation animation(JsonCursor json, GltfLimits limits) throws IOException {
        String name = "";
        var targets = IntStream.builder();
        var samplers = IntStream.builder();
        var accessors = IntStream.builder();
        json.openObject();
        while (json.nextMember()) {
            switch (json.member()) {
                case "name" -> name = json.name();
                case "channels" -> {
                    json.openArray();
                    while (json.nextElement(limits.objects())) {
                        channel(json, targets, samplers);
                    }
                }
                case "samplers" -> {
                    json.openArray();
                    while (json.nextElement(limits.objects())) {
                        sampler(json, accessors);
                    }
                }
                default -> json.skip();
            }
        }
        return new Animation(
                name,
                targets.build().toArray(),
                samplers.build().toArray(),
                accessors.build().toArray());
    }

    static Skin skin(JsonCursor json, GltfLimits limits) throws IOException {
        int[] joints = {};
        int inverseBindMatrices = NONE;
        int skeleton = NONE;
        json.openObject();
        while (json.nextMember()) {
            switch (json.member()) {
                case "joints" -> joints = json.indices(limits.nodes());
                case "inverseBindMatrices" -> inverseBindMatrices = json.index();
                case "skeleton" -> skeleton = json.index();
                default -> json.skip();
            }
        }
        return new Skin(joints, inverseBindMatrices, skeleton);
    }

    private static void channel(JsonCursor json, IntStream.Builder targets, IntStream.Builder samplers)
            throws IOException {
        int sampler = NONE;
        int node = NONE;
        json.openObject();
        while (json.nextMember()) {
            switch (json.member()) {
                case "sampler" -> sampler = json.index();
                case "target" -> {
                    json.openObject();
                    while (json.nextMember()) {
                        if (json.member().equals("node")) {
                            node = json.index();
                        } else {
                            json.skip();
                        }
                    }
                }
                default -> json.skip();
            }
        }
        samplers.add(sampler);
        targets.add(node);
    }

    private static void sampler(JsonCursor json, IntStream.Builder accessors) throws IOException {
        int input = NONE;
        int output = NONE;
        json.openObject();
        while (json.nextMember()) {
            switch (json.member()) {
                case "input" -> input = json.index();
                case "output" -> output = json.index();
                default -> json.skip();
            }
        }
        accessors.add(input).add(output);
    }
}
