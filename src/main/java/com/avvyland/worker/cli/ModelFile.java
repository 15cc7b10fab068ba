// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Holds a model as a producer of tasks would read it.
 *
 * @param name file name
 * @param bytes the main file
 * @param resources files a {@code .gltf} refers to, by the reference as written
 */
record ModelFile(String name, byte[] bytes, Map<String, byte[]> resources) {

    /** Read a model of the user's, or the one in the jar when none is named. */
    static ModelFile read(@Nullable Path path) throws IOException {
        if (path == null) {
            try (InputStream model = ModelFile.class.getResourceAsStream("/demo/model.glb")) {
                if (model == null) {
                    throw new CommandFailure("demo/model.glb: absent (expected: in the worker's jar)");
                }
                return new ModelFile("lantern.glb", model.readAllBytes(), Map.of());
            }
        }
        if (!Files.isRegularFile(path)) {
            throw new CommandFailure("model: %s (expected: a file)".formatted(path));
        }
        byte[] bytes = Files.readAllBytes(path);
        String name = path.getFileName().toString();
        return new ModelFile(name, bytes, name.endsWith(".gltf") ? siblings(path, bytes) : Map.of());
    }

    /** Encode the payload of a {@code model.preview.v1} task, with an encoder that is not the worker's. */
    byte[] task(String callbackUrl) throws IOException {
        var task = new LinkedHashMap<String, Object>();
        task.put("model_hash", "sha256:" + sha256());
        task.put("callback_url", callbackUrl);
        task.put("input_format", name.substring(Math.max(0, name.lastIndexOf('.'))));
        task.put("input_model", bytes);
        if (!resources.isEmpty()) {
            task.put("input_resources", resources);
        }
        return new CBORMapper().writeValueAsBytes(task);
    }

    private String sha256() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("SHA-256 is part of every JDK", impossible);
        }
    }

    private static Map<String, byte[]> siblings(Path gltf, byte[] json) throws IOException {
        var siblings = new LinkedHashMap<String, byte[]>();
        JsonNode root = new ObjectMapper().readTree(json);
        for (String list : new String[] {"buffers", "images"}) {
            for (JsonNode entry : root.path(list)) {
                String uri = entry.path("uri").asText("data:");
                if (!uri.startsWith("data:")) {
                    Path file = gltf.resolveSibling(URI.create(uri).getPath());
                    siblings.put(uri, Files.readAllBytes(file));
                }
            }
        }
        return siblings;
    }
}
