// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the files that a {@code .gltf} or {@code .obj} refers to, as far as they lie in its own folder or below. A model is
 * somebody else's file: one that names {@code ../../.ssh/id_rsa} gets nothing.
 */
final class ModelSiblings {

    /** More than this is no model but an attempt; {@code worker.max_model} bounds the bytes. */
    private static final int MOST_FILES = 1000;

    private static final Pattern MATERIALS = Pattern.compile("(?m)^[ \\t]*mtllib[ \\t]+(\\S[^\\r\\n]*?)[ \\t]*$");
    private static final Pattern MAPS =
            Pattern.compile("(?m)^[ \\t]*(?:map_\\w+|bump|norm|disp|decal|refl)[ \\t][^\\r\\n]*?(\\S+)[ \\t]*$");

    private final Path folder;
    private final Map<String, byte[]> found = new LinkedHashMap<>();
    private long bytes;

    ModelSiblings(Path model) {
        Path parent = model.toAbsolutePath().normalize().getParent();
        folder = parent == null ? Path.of("").toAbsolutePath() : parent;
    }

    /** Return the resources, by the reference as written; what is not there is left to the worker to miss. */
    Map<String, byte[]> of(String extension, byte[] model) throws IOException {
        switch (extension) {
            case ".gltf" -> gltf(model);
            case ".obj" -> references(MATERIALS, model);
            default -> {}
        }
        for (String name : found.keySet().toArray(String[]::new)) {
            if (name.endsWith(".mtl")) {
                references(MAPS, found.getOrDefault(name, new byte[0]));
            }
        }
        return found;
    }

    private void gltf(byte[] json) throws IOException {
        JsonNode root;
        try {
            root = new ObjectMapper().readTree(json);
        } catch (JsonProcessingException broken) {
            return;
        }
        for (String list : new String[] {"buffers", "images"}) {
            for (JsonNode entry : root.path(list)) {
                String uri = entry.path("uri").asText("data:");
                if (!uri.startsWith("data:")) {
                    take(uri, decoded(uri));
                }
            }
        }
    }

    private void references(Pattern pattern, byte[] text) throws IOException {
        Matcher line = pattern.matcher(new String(text, StandardCharsets.UTF_8));
        while (line.find()) {
            take(line.group(1), line.group(1));
        }
    }

    private void take(String reference, String path) throws IOException {
        if (found.containsKey(reference)) {
            return;
        }
        Path file = inside(path);
        if (file == null) {
            return;
        }
        bytes += Files.size(file);
        if (bytes > RunInputs.MOST || found.size() == MOST_FILES) {
            throw new CommandFailure("%s: %d bytes in %d files (expected: at most %d in %d)"
                    .formatted(reference, bytes, found.size() + 1, RunInputs.MOST, MOST_FILES));
        }
        found.put(reference, Files.readAllBytes(file));
    }

    /** Links are followed before it is asked where a file lies. */
    private @Nullable Path inside(String path) throws IOException {
        try {
            Path file = folder.resolve(path.replace('\\', '/'));
            boolean within = Files.isRegularFile(file) && file.toRealPath().startsWith(folder.toRealPath());
            return within ? file : null;
        } catch (InvalidPathException e) {
            return null;
        }
    }

    private static String decoded(String uri) {
        try {
            return URLDecoder.decode(uri.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return uri;
        }
    }
}
