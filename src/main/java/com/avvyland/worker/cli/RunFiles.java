// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Collects the files of a callback. Their names are made here or made harmless here: an angle or a logical name comes from
 * a task, and a task from anywhere.
 */
final class RunFiles {

    /** Seven views, three pictures, two artifacts and a few more; a callback with more is not one of ours. */
    private static final int MOST = 100;

    /** Characters of a name, with room for a number and an extension. */
    private static final int LONGEST = 80;

    /**
     * Holds one file.
     *
     * @param kind what it is in the callback
     * @param mime media type as the callback says it
     * @param stated lower-case hex of the SHA-256 that the callback states; absent where it states none
     */
    record Entry(
            String name,
            String kind,
            String mime,
            byte[] bytes,
            @Nullable String stated) {

        /** Tell whether the bytes are those that the callback means. */
        boolean sound() {
            return stated == null || stated.equals(ModelFile.sha256(bytes));
        }
    }

    private final List<Entry> entries = new ArrayList<>();
    private final Set<String> taken = new HashSet<>();

    /** Read the files of a decoded callback, in the order in which people look at them. */
    static RunFiles of(JsonNode callback) throws IOException {
        var files = new RunFiles();
        for (JsonNode preview : callback.path("previews")) {
            files.add(preview.path("angle").asText(), "preview", preview);
        }
        files.add("source", "source_image", callback.path("source_image"));
        files.add("prepared", "preprocessed_image", callback.path("preprocessed_image"));
        files.add("generated", "generated_image", callback.path("generated_image"));
        files.artifact("canonical.glb", callback.path("canonical_model"));
        files.artifact("view.cbor", callback.path("processed_cbor"));
        for (JsonNode more : callback.path("artifacts")) {
            files.artifact(more.path("logical_name").asText("artifact"), more);
        }
        return files;
    }

    List<Entry> entries() {
        return List.copyOf(entries);
    }

    /** Return the first file of a kind. */
    @Nullable
    Entry first(String kind) {
        return entries.stream()
                .filter(entry -> entry.kind().equals(kind))
                .findFirst()
                .orElse(null);
    }

    /** Write all of them into a folder that is there. */
    void write(Path folder) throws IOException {
        for (Entry entry : entries) {
            Files.write(folder.resolve(entry.name()), entry.bytes());
        }
    }

    private void add(String name, String kind, JsonNode picture) throws IOException {
        byte[] bytes = picture.path("bytes").binaryValue();
        if (bytes != null) {
            String mime = picture.path("mime").asText();
            String extension = switch (mime) {
                case "image/jpeg" -> ".jpg";
                case "image/webp" -> ".webp";
                default -> ".png";
            };
            entries.add(new Entry(free(name, extension), kind, mime, bytes, null));
        }
    }

    /** What is stored elsewhere has no bytes, and is no file here. */
    private void artifact(String name, JsonNode artifact) throws IOException {
        byte[] bytes = artifact.path("bytes").binaryValue();
        if (bytes != null) {
            int dot = name.lastIndexOf('.');
            String stem = dot > 0 ? name.substring(0, dot) : name;
            entries.add(new Entry(
                    free(stem, dot > 0 ? name.substring(dot) : ""),
                    artifact.path("kind").asText("artifact"),
                    artifact.path("content_type").asText("application/octet-stream"),
                    bytes,
                    artifact.path("sha256").asText("")));
        }
    }

    /** Return a name that is a plain file of the folder and nobody else's. */
    private String free(String stem, String extension) {
        if (taken.size() >= MOST) {
            throw new CommandFailure("callback: more than %d files (expected: fewer)".formatted(MOST));
        }
        String base = harmless(stem);
        String end = extension.isEmpty() ? "" : "." + harmless(extension.substring(1));
        String name = base + end;
        for (int i = 2; !taken.add(name.toLowerCase(Locale.ROOT)); i++) {
            name = base + "-" + i + end;
        }
        return name;
    }

    static String harmless(String text) {
        String plain =
                text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_.-]", "_").replaceFirst("^[.-]+", "");
        String cut = plain.length() > LONGEST ? plain.substring(0, LONGEST) : plain;
        return cut.isEmpty() ? "file" : cut;
    }
}
