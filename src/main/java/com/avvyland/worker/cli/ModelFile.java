// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Holds a model as a producer of tasks would read it.
 *
 * @param name file name
 * @param bytes the main file
 * @param resources files that it refers to, by the reference as written
 */
record ModelFile(String name, byte[] bytes, Map<String, byte[]> resources) {

    /** Return the model in the jar. */
    static ModelFile lantern() throws IOException {
        try (InputStream model = ModelFile.class.getResourceAsStream("/demo/model.glb")) {
            if (model == null) {
                throw new CommandFailure("demo/model.glb: absent (expected: in the worker's jar)");
            }
            return new ModelFile("lantern.glb", model.readAllBytes(), Map.of());
        }
    }

    /** Take a model that was read, and read what it refers to. */
    static ModelFile read(Path path, byte[] bytes) throws IOException {
        String name = RunInputs.name(path);
        return new ModelFile(name, bytes, new ModelSiblings(path).of(extension(name), bytes));
    }

    /** Return the fields of a payload that bring the model. */
    Map<String, Object> fields() {
        var task = new LinkedHashMap<String, Object>();
        task.put("model_hash", hash(bytes));
        task.put("input_format", extension(name));
        task.put("input_model", bytes);
        if (!resources.isEmpty()) {
            task.put("input_resources", resources);
        }
        return task;
    }

    static String hash(byte[] bytes) {
        return "sha256:" + sha256(bytes);
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("SHA-256 is part of every JDK", impossible);
        }
    }

    private static String extension(String name) {
        return name.substring(Math.max(0, name.lastIndexOf('.'))).toLowerCase(Locale.ROOT);
    }
}
