// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads a YAML file into dotted keys and texts. */
final class ConfigFile {

    /** Deeper than any key of ours: a file that refers to itself would never end. */
    private static final int DEEPEST = 8;

    /**
     * Holds what stands at a key.
     *
     * @param text a list with commas between its items
     */
    record Node(String text, boolean list) {}

    private final Path file;
    private final Map<String, Node> nodes = new LinkedHashMap<>();

    private ConfigFile(Path file) {
        this.file = file;
    }

    /**
     * Return what stands in a file, in its order; a key without a value is left out.
     *
     * @throws InvalidConfigException when it can't be read, or is no YAML
     */
    static Map<String, Node> read(Path file) {
        var reader = new ConfigFile(file);
        Object root = reader.load();
        if (root != null) {
            reader.flatten("", root, 0);
        }
        return reader.nodes;
    }

    @SuppressWarnings("NullAway") // An empty file is null, and the library is not null-marked.
    private Object load() {
        try {
            var settings = LoadSettings.builder().setLabel(file.toString()).build();
            return new Load(settings).loadFromString(Files.readString(file));
        } catch (MarkedYamlEngineException broken) {
            String line = broken.getProblemMark()
                    .map(Mark::getLine)
                    .map(number -> "line " + (number + 1) + ": ")
                    .orElse("");
            throw new InvalidConfigException(
                    "%s: %s%s (expected: YAML)".formatted(file, line, firstLine(broken.getProblem())));
        } catch (YamlEngineException broken) {
            throw new InvalidConfigException("%s: %s (expected: YAML)".formatted(file, firstLine(broken.getMessage())));
        } catch (IOException unreadable) {
            throw new InvalidConfigException("%s: unreadable (expected: a UTF-8 file)".formatted(file));
        }
    }

    private static String firstLine(String message) {
        return String.valueOf(message).lines().findFirst().orElse("broken");
    }

    private void flatten(String key, Object node, int depth) {
        if (depth > DEEPEST) {
            throw new InvalidConfigException("%s: %s: too deep (expected: %d levels)".formatted(file, key, DEEPEST));
        }
        switch (node) {
            case Map<?, ?> map ->
                map.forEach((name, value) -> {
                    if (value != null) {
                        flatten(key.isEmpty() ? String.valueOf(name) : key + "." + name, value, depth + 1);
                    }
                });
            case List<?> list -> nodes.put(key, new Node(joined(key, list), true));
            default -> {
                if (key.isEmpty()) {
                    throw new InvalidConfigException("%s: no keys (expected: worker, previews)".formatted(file));
                }
                nodes.put(key, new Node(node.toString(), false));
            }
        }
    }

    private String joined(String key, List<?> list) {
        if (list.stream().anyMatch(item -> item == null || item instanceof Map || item instanceof List)) {
            throw new InvalidConfigException("%s: %s: a list of lists or maps (expected: a, b)".formatted(file, key));
        }
        return list.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
}
