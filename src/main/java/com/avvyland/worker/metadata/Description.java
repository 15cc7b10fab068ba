// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.metadata;

import com.avvyland.worker.gltf.GltfAsset;
import com.avvyland.worker.task.GeometryFacts;
import com.avvyland.worker.task.Metadata.Dimensions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Puts the facts of a model into two plain sentences. */
final class Description {

    private Description() {}

    /** Return for example: {@code A textured, animated 3D model of 576 triangles in 1 mesh ... About 1 by 2 by 3 m.} */
    static String of(GltfAsset asset, GeometryFacts facts, Dimensions size) {
        List<String> kinds = new ArrayList<>();
        if (facts.textures() > 0) {
            kinds.add("textured");
        }
        if (!asset.skins().isEmpty()) {
            kinds.add("rigged");
        }
        if (facts.animations() > 0) {
            kinds.add("animated");
        }
        String kind = String.join(", ", kinds);
        String shape = facts.triangles() > 0
                ? counted(facts.triangles(), "triangle")
                : counted(facts.vertices(), "vertex", "vertices");
        return "%s 3D model of %s in %s, with %s. About %s wide, %s high and %s deep."
                .formatted(
                        kind.isEmpty() ? "A" : article(kind) + " " + kind,
                        shape,
                        counted(facts.meshes(), "mesh", "meshes"),
                        parts(facts),
                        length(size.x()),
                        length(size.y()),
                        length(size.z()));
    }

    private static String article(String kind) {
        return kind.startsWith("a") ? "An" : "A";
    }

    private static String parts(GeometryFacts facts) {
        List<String> parts = new ArrayList<>();
        parts.add(facts.materials() == 0 ? "no material" : counted(facts.materials(), "material"));
        if (facts.textures() > 0) {
            parts.add(counted(facts.textures(), "texture"));
        }
        if (facts.animations() > 0) {
            parts.add(counted(facts.animations(), "animation"));
        }
        return parts.size() == 1
                ? parts.getFirst()
                : String.join(", ", parts.subList(0, parts.size() - 1)) + " and " + parts.getLast();
    }

    private static String counted(long count, String one) {
        return counted(count, one, one + "s");
    }

    private static String counted(long count, String one, String many) {
        return "%s %s".formatted(String.format(Locale.ROOT, "%,d", count), count == 1 ? one : many);
    }

    private static String length(double metres) {
        if (metres == 0) {
            return "0 m";
        }
        if (metres < 0.01) {
            return String.format(Locale.ROOT, "%.2g mm", metres * 1_000);
        }
        if (metres < 1) {
            return String.format(Locale.ROOT, "%.1f cm", metres * 100);
        }
        return String.format(Locale.ROOT, metres < 100 ? "%.2f m" : "%,.0f m", metres);
    }
}
