// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads the settings: defaults, then {@code config.yaml}, then environment variables; later wins.
 *
 * <p>Throws {@link InvalidConfigException} with one line for an unknown key, a value of the wrong type or out of range,
 * a missing required value, a secret in a file, and a named file that is not there.
 */
public final class ConfigLoader {

    /** Names the file of the {@code worker} keys; else {@code config.yaml} in the working directory, else none. */
    static final String WORKER_FILE = "MODEL_PREVIEW_WORKER_CONFIG";

    /** Names the file of the pipeline keys; else they are read from the file of the {@code worker} keys. */
    static final String PIPELINE_FILE = "BLENDERPROC_CONFIG";

    /** Read for the sake of old deployments, warned about, and ignored. */
    private static final String UPSCALE = "REPLICATE_UPSCALE_VERSION";

    private static final Logger LOG = LoggerFactory.getLogger(ConfigLoader.class);

    private static final Set<String> PIPELINE_KEYS = Set.of("previews", "image_understanding", "textures");

    private final Map<String, String> environment;
    private final Path directory;

    /** Read from an environment and, for {@code config.yaml}, a working directory. */
    public ConfigLoader(Map<String, String> environment, Path directory) {
        this.environment = environment;
        this.directory = directory;
    }

    /** Load and check every setting. */
    public Config load() {
        var values = new Values();
        for (Setting<?> setting : Settings.ALL) {
            if (setting.fallback() != null) {
                values.put(setting, setting.fallback(), Values.DEFAULT);
            }
        }
        @Nullable Path workerFile = file(WORKER_FILE, directory.resolve("config.yaml"));
        @Nullable Path pipelineFile = file(PIPELINE_FILE, workerFile);
        if (workerFile != null) {
            read(workerFile, workerFile.equals(pipelineFile) ? Part.ALL : Part.WORKER, values);
        }
        if (pipelineFile != null && !pipelineFile.equals(workerFile)) {
            read(pipelineFile, Part.PIPELINE, values);
        }
        for (Setting<?> setting : Settings.ALL) {
            String variable = setting.variable();
            String text = variable == null ? null : environment.get(variable);
            if (variable != null && text != null && !text.isEmpty()) {
                values.put(setting, text, variable);
            }
        }
        warnings().forEach(LOG::warn);
        return Config.of(values);
    }

    /** Say what is set and no longer has an effect, a line each. */
    public List<String> warnings() {
        return environment.getOrDefault(UPSCALE, "").isEmpty()
                ? List.of()
                : List.of(UPSCALE + ": deprecated, ignored (expected: absent; nothing is scaled up any more)");
    }

    private @Nullable Path file(String variable, @Nullable Path otherwise) {
        String named = environment.get(variable);
        if (named == null || named.isEmpty()) {
            return otherwise != null && Files.exists(otherwise) ? otherwise : null;
        }
        Path path = directory.resolve(named);
        if (!Files.isReadable(path)) {
            throw new InvalidConfigException("%s: %s (expected: a readable file)".formatted(variable, named));
        }
        return path;
    }

    /** Which top-level keys of a file count: where two files are used, each is read for its own. */
    private enum Part {
        ALL,
        WORKER,
        PIPELINE;

        boolean reads(String topLevel) {
            return this == ALL || (this == PIPELINE) == PIPELINE_KEYS.contains(topLevel);
        }
    }

    private void read(Path file, Part part, Values values) {
        Map<String, Setting<?>> known = Settings.ALL.stream().collect(Collectors.toMap(Setting::key, s -> s));
        flatten(file).forEach((key, text) -> {
            Setting<?> setting = known.get(key);
            if (setting == null) {
                throw new InvalidConfigException("%s: %s: unknown key (expected: %s)"
                        .formatted(file, key, Suggestion.nearest(key, known.keySet())));
            }
            if (setting.secret()) {
                throw new InvalidConfigException("%s: %s: a secret in a file (expected: environment variable %s)"
                        .formatted(file, key, setting.variable()));
            }
            if (part.reads(key.substring(0, key.indexOf('.')))) {
                values.put(setting, text, file.toString());
            }
        });
    }

    private static Map<String, String> flatten(Path file) {
        try {
            Object root = new Load(
                            LoadSettings.builder().setLabel(file.toString()).build())
                    .loadFromString(Files.readString(file));
            var flat = new LinkedHashMap<String, String>();
            if (root != null) {
                flatten(file, "", root, flat);
            }
            return flat;
        } catch (YamlEngineException broken) {
            throw new InvalidConfigException("%s: %s (expected: YAML)"
                    .formatted(
                            file,
                            String.valueOf(broken.getMessage())
                                    .lines()
                                    .findFirst()
                                    .orElse("broken")));
        } catch (IOException unreadable) {
            throw new InvalidConfigException("%s: unreadable (expected: a UTF-8 file)".formatted(file));
        }
    }

    private static void flatten(Path file, String prefix, Object node, Map<String, String> flat) {
        switch (node) {
            case Map<?, ?> map ->
                map.forEach((key, value) -> {
                    if (value != null) {
                        flatten(file, prefix.isEmpty() ? key.toString() : prefix + "." + key, value, flat);
                    }
                });
            case List<?> list ->
                flat.put(prefix, list.stream().map(String::valueOf).collect(Collectors.joining(", ")));
            default -> {
                if (prefix.isEmpty()) {
                    throw new InvalidConfigException("%s: no keys (expected: worker, previews)".formatted(file));
                }
                flat.put(prefix, node.toString());
            }
        }
    }
}
