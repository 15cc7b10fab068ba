// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.metadata;

import com.avvyland.worker.gltf.GltfAsset;
import com.avvyland.worker.gltf.GltfAsset.Material;
import com.avvyland.worker.gltf.GltfAsset.Mesh;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Finds what a model is called. */
final class Title {

    /** What a model without any usable name is called. */
    static final String UNTITLED = "Untitled model";

    private static final int LONGEST = 80;
    private static final int NAMED_PARTS = 2;

    private Title() {}

    /**
     * Return a title: the one that a model store wrote into the asset, else the scene's name, the only root's, the only
     * mesh's or the only material's; else the first parts by name.
     */
    static String of(GltfAsset asset) {
        String stated =
                asset.info().title().isBlank() ? "" : stated(asset.info().title());
        if (!stated.isEmpty()) {
            return stated;
        }
        int[] roots = asset.scenes().get(asset.defaultScene()).nodes();
        List<String> parts = distinct(
                IntStream.of(roots).mapToObj(root -> asset.nodes().get(root).name()));
        List<String> meshes = distinct(asset.meshes().stream().map(Mesh::name));
        List<String> materials = distinct(asset.materials().stream().map(Material::name));
        String sceneName = text(asset.scenes().get(asset.defaultScene()).name());
        if (!sceneName.isEmpty()) {
            return sceneName;
        }
        if (roots.length == 1 && !parts.isEmpty()) {
            return parts.getFirst();
        }
        for (List<String> names : List.of(parts, children(asset, roots), meshes)) {
            if (!names.isEmpty()) {
                return listed(names);
            }
        }
        return asset.materials().size() == 1 && !materials.isEmpty() ? materials.getFirst() : UNTITLED;
    }

    /** A tool often puts one nameless root above what its user named. */
    private static List<String> children(GltfAsset asset, int[] roots) {
        return distinct(IntStream.of(roots)
                .flatMap(root -> IntStream.of(asset.nodes().get(root).children()))
                .filter(child -> asset.nodes().get(child).mesh() != GltfAsset.NONE
                        || asset.nodes().get(child).children().length > 0)
                .mapToObj(child -> asset.nodes().get(child).name()));
    }

    private static String listed(List<String> names) {
        if (names.size() == 1) {
            return names.getFirst();
        }
        String first = String.join(", ", names.subList(0, Math.min(NAMED_PARTS, names.size())));
        int more = names.size() - NAMED_PARTS;
        return cut(more > 0 ? "%s and %d more".formatted(first, more) : names.get(0) + " and " + names.get(1));
    }

    private static List<String> distinct(Stream<String> names) {
        return names.limit(1_000)
                .map(Title::text)
                .filter(text -> !text.isEmpty())
                .distinct()
                .toList();
    }

    /** Return a stated title as it is, but for what does not print. */
    private static String stated(String title) {
        return NameCleaner.words(title).isEmpty()
                ? ""
                : cut(NameCleaner.printable(title).strip().replaceAll(" +", " "));
    }

    private static String text(String name) {
        List<String> words = new ArrayList<>();
        for (String word : NameCleaner.words(name)) {
            int first = word.codePointAt(0);
            words.add(Character.toString(Character.toTitleCase(first)) + word.substring(Character.charCount(first)));
        }
        return cut(String.join(" ", words));
    }

    private static String cut(String text) {
        if (text.length() <= LONGEST) {
            return text;
        }
        int space = text.lastIndexOf(' ', LONGEST - 3);
        int end = space > LONGEST / 2 ? space : LONGEST - 3;
        // Never between the two halves of one character.
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "...";
    }
}
