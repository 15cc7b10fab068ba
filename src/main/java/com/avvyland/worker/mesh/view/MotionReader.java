// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.view;

import static com.avvyland.worker.gltf.GltfAsset.NONE;

import com.avvyland.worker.gltf.AccessorView;
import com.avvyland.worker.gltf.GltfAsset;
import com.avvyland.worker.gltf.GltfAsset.Animation;
import com.avvyland.worker.gltf.GltfAsset.Skin;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads skins and animations. Numbers that several channels share are read once, and stay shared; what they take is
 * bounded by the reader's limits on accessors.
 */
final class MotionReader {

    private static final Map<String, String> PATHS =
            Map.of("translation", "t", "rotation", "r", "scale", "s", "weights", "w");
    private static final List<String> INTERPOLATIONS = List.of("LINEAR", "STEP", "CUBICSPLINE");

    private final GltfAsset asset;
    private final JsonNode json;
    private final Map<Integer, float[]> numbers = new HashMap<>();

    MotionReader(GltfAsset asset, JsonNode json) {
        this.asset = asset;
        this.json = json;
    }

    /** Return all skins, in their order. */
    List<ViewScene.Skin> skins() {
        return asset.skins().stream().map(this::skin).toList();
    }

    private ViewScene.Skin skin(Skin skin) {
        int length = skin.joints().length * 16;
        float[] matrices = new float[length];
        float[] stored = skin.inverseBindMatrices() == NONE ? matrices : numbers(skin.inverseBindMatrices());
        if (skin.inverseBindMatrices() == NONE || stored.length < length) {
            for (int i = 0; i < length; i++) {
                matrices[i] = i % 16 % 5 == 0 ? 1 : 0;
            }
        } else {
            matrices = stored.length == length ? stored : Arrays.copyOf(stored, length);
        }
        return new ViewScene.Skin(Arrays.stream(skin.joints()).boxed().toList(), matrices);
    }

    /**
     * Return the animations, of which the channels that move one of these nodes are kept.
     *
     * @param morphed nodes whose weights may be moved
     */
    List<ViewScene.Animation> animations(BitSet shown, BitSet morphed) {
        List<ViewScene.Animation> animations = new ArrayList<>();
        for (int i = 0; i < asset.animations().size(); i++) {
            Animation animation = asset.animations().get(i);
            JsonNode source = json.path("animations").path(i);
            List<ViewScene.Channel> channels = new ArrayList<>();
            for (int c = 0; c < animation.targets().length; c++) {
                int target = animation.targets()[c];
                String path = PATHS.get(source.path("channels")
                        .path(c)
                        .path("target")
                        .path("path")
                        .asText());
                if (target != NONE && path != null && (path.equals("w") ? morphed : shown).get(target)) {
                    channels.add(channel(animation, source, c, path));
                }
            }
            if (!channels.isEmpty()) {
                String name = animation.name().isEmpty() ? null : animation.name();
                animations.add(new ViewScene.Animation(name, channels));
            }
        }
        return animations;
    }

    private ViewScene.Channel channel(Animation animation, JsonNode source, int c, String path) {
        int sampler = animation.channelSamplers()[c];
        String interpolation =
                source.path("samplers").path(sampler).path("interpolation").asText("LINEAR");
        return new ViewScene.Channel(
                animation.targets()[c],
                path,
                INTERPOLATIONS.contains(interpolation) ? interpolation : "LINEAR",
                numbers(animation.accessors()[sampler * 2]),
                numbers(animation.accessors()[sampler * 2 + 1]));
    }

    private float[] numbers(int accessor) {
        return numbers.computeIfAbsent(accessor, this::read);
    }

    private float[] read(int accessor) {
        AccessorView view = AccessorView.of(asset, accessor);
        if (view == null) {
            return new float[0];
        }
        int width = view.width();
        float[] floats = new float[Math.multiplyExact(view.count(), width)];
        view.read(0, floats, 0, floats.length);
        return floats;
    }
}
