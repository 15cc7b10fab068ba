// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.metadata;

import com.avvyland.worker.gltf.GltfAsset;
import com.avvyland.worker.gltf.GltfAsset.Material;
import com.avvyland.worker.gltf.GltfAsset.Mesh;
import com.avvyland.worker.gltf.GltfAsset.Primitive;
import com.avvyland.worker.task.GeometryFacts;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Collects words to search by: what the model says of itself, then what it can do. */
final class Tags {

    private static final int MOST = 16;
    private static final int SHORTEST = 3;
    private static final int LONGEST = 24;
    private static final int NAMES = 1_000;
    /** From here on a model is called detailed, and up to the other one low-poly. */
    private static final int DETAILED = 50_000;

    private static final int LOW_POLY = 1_500;

    private static final Pattern PUNCTUATION = Pattern.compile("[^\\p{L}\\p{N}-]+");
    private static final Set<String> STOP_WORDS =
            Set.of("and", "the", "with", "for", "from", "more", "left", "right", "top", "bottom", "low", "high", "mat");

    private Tags() {}

    /** Return at most 16 lower-case words, none twice; those of facts are always among them. */
    static List<String> of(GltfAsset asset, GeometryFacts facts, String title) {
        List<String> stated = facts(asset, facts);
        var tags = new LinkedHashSet<String>();
        names(asset, title)
                .flatMap(name -> NameCleaner.words(name).stream())
                .map(word -> PUNCTUATION.matcher(NameCleaner.lower(word)).replaceAll(""))
                .filter(Tags::isUseful)
                .takeWhile(word -> tags.size() < MOST - stated.size())
                .forEach(tags::add);
        tags.addAll(stated);
        return List.copyOf(tags);
    }

    private static Stream<String> names(GltfAsset asset, String title) {
        int[] roots = asset.scenes().get(asset.defaultScene()).nodes();
        return Stream.of(
                        title.equals(Title.UNTITLED) ? Stream.<String>empty() : Stream.of(title),
                        IntStream.of(roots)
                                .mapToObj(root -> asset.nodes().get(root).name()),
                        asset.meshes().stream().map(Mesh::name),
                        asset.materials().stream().map(Material::name))
                .flatMap(part -> part.limit(NAMES));
    }

    private static boolean isUseful(String word) {
        return word.length() >= SHORTEST
                && word.length() <= LONGEST
                && word.chars().noneMatch(Character::isDigit)
                && !STOP_WORDS.contains(word)
                && !NameCleaner.isNoise(word);
    }

    private static List<String> facts(GltfAsset asset, GeometryFacts facts) {
        var tags = new LinkedHashSet<String>();
        add(tags, facts.animations() > 0, "animated");
        add(tags, !asset.skins().isEmpty(), "rigged");
        add(tags, anyPrimitive(asset, primitive -> !primitive.targets().isEmpty()), "morph-targets");
        add(tags, facts.textures() > 0, "textured");
        add(
                tags,
                facts.textures() == 0 && anyPrimitive(asset, p -> p.attributes().containsKey("COLOR_0")),
                "vertex-colours");
        add(tags, Boolean.TRUE.equals(facts.watertight()), "watertight");
        add(tags, facts.triangles() == 0, "points-or-lines");
        add(tags, facts.triangles() > 0 && facts.triangles() <= LOW_POLY, "low-poly");
        add(tags, facts.triangles() >= DETAILED, "detailed");
        return List.copyOf(tags);
    }

    private static void add(Set<String> tags, boolean holds, String tag) {
        if (holds) {
            tags.add(tag);
        }
    }

    private static boolean anyPrimitive(GltfAsset asset, Predicate<Primitive> condition) {
        return asset.meshes().stream()
                .flatMap(mesh -> mesh.primitives().stream())
                .anyMatch(condition);
    }
}
