// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.projection.prompt;

import com.avvyland.worker.config.InvalidConfigException;
import com.avvyland.worker.task.Excerpt;
import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.TaskFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Holds the prompt packs of a worker, read once at the start. Immutable; safe for use by many threads. */
public final class PromptPacks {

    /** The pack of a task that names none; in the jar for a worker without a folder. */
    public static final String DEFAULT = "default";

    /** Ten times what a pack is; a larger file is something else. */
    static final int LARGEST = 64 << 10;

    static final int MOST = 64;

    private static final String SUFFIX = ".yaml";
    private static final String NAME = "[a-z0-9_-]{1,64}";

    private final SortedMap<String, PromptPack> packs;

    private PromptPacks(SortedMap<String, PromptPack> packs) {
        this.packs = Collections.unmodifiableSortedMap(packs);
    }

    /**
     * Read every {@code *.yaml} of a folder. Without a folder, or without {@code default.yaml} in it, the pack in the jar
     * is {@code default}.
     *
     * @throws InvalidConfigException in one line with the place, when a file is not a pack
     */
    public static PromptPacks of(@Nullable Path folder) {
        var packs = new TreeMap<String, PromptPack>();
        if (folder != null && Files.exists(folder)) {
            for (Path file : files(folder)) {
                PromptPack pack =
                        read(folder.toAbsolutePath().normalize().getFileName() + "/" + file.getFileName(), file);
                packs.put(pack.name(), pack);
            }
        }
        if (!packs.containsKey(DEFAULT)) {
            packs.put(DEFAULT, packaged());
        }
        return new PromptPacks(packs);
    }

    /**
     * Return a pack.
     *
     * @throws TaskFailure permanent, when there is none of that name
     */
    public PromptPack find(String name) {
        PromptPack pack = packs.get(name);
        if (pack == null) {
            throw new TaskFailure(
                    FailureCode.INVALID_PAYLOAD,
                    "prompt_pack: %s (expected: one of %s)"
                            .formatted(Excerpt.of(name, 64), Excerpt.of(String.join(", ", packs.keySet()), 256)));
        }
        return pack;
    }

    /** Return every pack by its name, in the order of the names. */
    public SortedMap<String, PromptPack> all() {
        return packs;
    }

    private static SortedSet<Path> files(Path folder) {
        var files = new TreeSet<Path>();
        try (var found = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            for (Path file : found) {
                if (files.size() == MOST) {
                    throw new InvalidConfigException(
                            "%s: more than %d packs (expected: at most %d)".formatted(folder, MOST, MOST));
                }
                files.add(file);
            }
        } catch (IOException | DirectoryIteratorException unreadable) {
            throw new InvalidConfigException("%s: unreadable (expected: a folder of *.yaml)".formatted(folder));
        }
        return files;
    }

    private static PromptPack read(String label, Path file) {
        String stem = file.getFileName().toString();
        stem = stem.substring(0, stem.length() - SUFFIX.length());
        if (!stem.matches(NAME)) {
            throw new InvalidConfigException("%s: name of the file (expected: 1..64 of a-z, 0-9, _ and -, then .yaml)"
                    .formatted(Excerpt.of(label)));
        }
        try (InputStream stream = Files.newInputStream(file)) {
            byte[] content = stream.readNBytes(LARGEST + 1);
            if (content.length > LARGEST) {
                throw new InvalidConfigException(
                        "%s: more than %d bytes (expected: at most %d)".formatted(label, LARGEST, LARGEST));
            }
            return PromptPack.read(label, stem, content);
        } catch (IOException unreadable) {
            throw new InvalidConfigException("%s: unreadable (expected: a UTF-8 file)".formatted(label));
        }
    }

    private static PromptPack packaged() {
        String path = "/prompts/" + DEFAULT + SUFFIX;
        try (InputStream stream = PromptPacks.class.getResourceAsStream(path)) {
            if (stream == null) {
                throw new IllegalStateException(path + ": absent (expected: in the worker's jar)");
            }
            return PromptPack.read(path, DEFAULT, stream.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
