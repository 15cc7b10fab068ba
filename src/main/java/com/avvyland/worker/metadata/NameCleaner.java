// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.metadata;

import com.avvyland.worker.task.Excerpt;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Turns the names that modelling tools leave in a file into words, and into nothing where they say nothing. */
final class NameCleaner {

    private static final int LONGEST = 256;
    private static final Pattern FILE_EXTENSION = Pattern.compile(
            "\\.(?:glb|gltf|fbx|obj|blend|dae|stl|ply|usdz?|max|ma|mb|c4d|3ds)$", Pattern.CASE_INSENSITIVE);
    private static final Pattern COPY_NUMBER = Pattern.compile("[._ -]\\d+$|(?<=\\p{Ll})\\d+$");
    private static final Pattern SEPARATORS = Pattern.compile("[\\s_./\\\\|:-]+");
    private static final Pattern CAMEL_CASE = Pattern.compile("(?<=\\p{Ll})(?=\\p{Lu})|(?<=\\p{Lu})(?=\\p{Lu}\\p{Ll})");
    private static final Pattern WORD = Pattern.compile(".*(?:\\p{L}{2}|\\p{IsHan}).*");

    /** Say what part of a file a thing is, not what it shows. */
    private static final Set<String> SUFFIXES = Set.of("""
            effect fx geo geometry high hp lod lod0 lod1 lod2 low lp mat material mesh msh node
            obj object poly shader skin tex texture
            """.strip().split("\\s+"));

    /** Are given by a tool where nobody gave a name. */
    private static final Set<String> NOISE = Set.of("""
            armature base blinn camera circle cleaner collada color colour cone cube cylinder
            default diffuse empty fbx file geometry glb gltf group icosphere initial instance
            joint joints lambert light main mesh meshes model name no node nodes none null obj
            object objects parent part phong plane polygon primitive root rootjoint rootnode
            scene sketchfab sphere standard surface test texture torus unnamed untitled up uv
            world y z
            """.strip().split("\\s+"));

    private NameCleaner() {}

    /** Return the words of a name as it was meant; none when it was made by a tool. */
    static List<String> words(String name) {
        String text = printable(name).strip();
        text = FILE_EXTENSION.matcher(text).replaceFirst("");
        text = COPY_NUMBER.matcher(text).replaceFirst("");
        List<String> words = new ArrayList<>();
        for (String part : SEPARATORS.split(text, -1)) {
            for (String word : CAMEL_CASE.split(part, -1)) {
                if (!word.isBlank()) {
                    words.add(word);
                }
            }
        }
        while (!words.isEmpty() && SUFFIXES.contains(lower(words.getLast()))) {
            words.removeLast();
        }
        boolean meant = words.stream().anyMatch(word -> WORD.matcher(word).matches() && !isNoise(word));
        return meant ? List.copyOf(words) : List.of();
    }

    /** Tell whether a word says nothing about what a model shows. */
    static boolean isNoise(String word) {
        return NOISE.contains(COPY_NUMBER.matcher(lower(word)).replaceFirst(""));
    }

    static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    /** Return a text without what does not print: control characters, bidirectional overrides, lone surrogates. */
    static String printable(String name) {
        var text = new StringBuilder();
        name.codePoints().limit(LONGEST).forEach(codePoint -> {
            if (Character.isWhitespace(codePoint)) {
                text.append(' ');
            } else if (Excerpt.prints(codePoint)) {
                text.appendCodePoint(codePoint);
            }
        });
        return text.toString();
    }
}
