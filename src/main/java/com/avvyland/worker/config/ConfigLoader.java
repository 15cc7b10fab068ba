// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

    /** Variables that old deployments set, and why they do nothing; each is warned about. */
    static final Map<String, String> IGNORED = Map.of(
            "REPLICATE_UPSCALE_VERSION", "deprecated, nothing is scaled up any more",
            "NANOBANANA_VISION_MODEL", "this provider paints and reads nothing");

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
        return Config.of(values(ConfigLoader::stop));
    }

    /** Load and check what a client of the worker needs; what is unknown or unreadable in a file stops that too. */
    public ClientConfig loadClient() {
        return ClientConfig.of(values(ConfigLoader::stop));
    }

    /** Show every setting and all that is wrong with it; a wrong file or value does not stop this. */
    public ConfigReport report() {
        var errors = new LinkedHashSet<String>();
        Consumer<InvalidConfigException> note = error -> errors.add(String.valueOf(error.getMessage()));
        Values values = values(note);
        List<ConfigReport.Line> lines =
                Settings.ALL.stream().map(setting -> values.line(setting, note)).toList();
        try {
            // What no setting shows alone: both or neither, one without the other.
            Config.of(values);
        } catch (InvalidConfigException error) {
            note.accept(error);
        }
        return new ConfigReport(lines, List.copyOf(errors));
    }

    private static void stop(InvalidConfigException error) {
        throw error;
    }

    private Values values(Consumer<InvalidConfigException> errors) {
        var values = new Values();
        for (Setting<?> setting : Settings.ALL) {
            if (setting.fallback() != null) {
                values.put(setting, setting.fallback(), Values.DEFAULT);
            }
        }
        @Nullable Path workerFile = file(WORKER_FILE, directory.resolve("config.yaml"), errors);
        @Nullable Path pipelineFile = file(PIPELINE_FILE, workerFile, errors);
        if (workerFile != null) {
            read(workerFile, workerFile.equals(pipelineFile) ? Part.ALL : Part.WORKER, values, errors);
        }
        if (pipelineFile != null && !pipelineFile.equals(workerFile)) {
            read(pipelineFile, Part.PIPELINE, values, errors);
        }
        for (Setting<?> setting : Settings.ALL) {
            String variable = setting.variable();
            String text = variable == null ? null : environment.get(variable);
            if (variable != null && text != null && !text.isEmpty()) {
                values.put(setting, text, variable);
            }
        }
        warnings().forEach(LOG::warn);
        return values;
    }

    /** Say what is set and no longer has an effect, a line each. */
    public List<String> warnings() {
        return IGNORED.entrySet().stream()
                .filter(ignored ->
                        !environment.getOrDefault(ignored.getKey(), "").isEmpty())
                .map(ignored -> "%s: ignored (expected: absent; %s)".formatted(ignored.getKey(), ignored.getValue()))
                .toList();
    }

    private @Nullable Path file(String variable, @Nullable Path otherwise, Consumer<InvalidConfigException> errors) {
        String named = environment.get(variable);
        if (named == null || named.isEmpty()) {
            return otherwise != null && Files.exists(otherwise) ? otherwise : null;
        }
        Path path = directory.resolve(named);
        if (!Files.isReadable(path)) {
            errors.accept(new InvalidConfigException("%s: %s (expected: a readable file)".formatted(variable, named)));
            return null;
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

    private static void read(Path file, Part part, Values values, Consumer<InvalidConfigException> errors) {
        Map<String, Setting<?>> known = Settings.ALL.stream().collect(Collectors.toMap(Setting::key, s -> s));
        try {
            ConfigFile.read(file).forEach((key, node) -> {
                String wrong = wrong(known, key, node);
                if (wrong != null) {
                    errors.accept(new InvalidConfigException("%s: %s: %s".formatted(file, key, wrong)));
                } else if (part.reads(key.substring(0, key.indexOf('.')))) {
                    values.put(Objects.requireNonNull(known.get(key)), node.text(), file.toString());
                }
            });
        } catch (InvalidConfigException broken) {
            errors.accept(broken);
        }
    }

    /** Return why a key can't stand in a file as it does, or null. */
    private static @Nullable String wrong(Map<String, Setting<?>> known, String key, ConfigFile.Node node) {
        Setting<?> setting = known.get(key);
        if (setting == null) {
            return "unknown key (expected: %s)".formatted(Suggestion.nearest(key, known.keySet()));
        }
        if (setting.secret()) {
            return "a secret in a file (expected: environment variable %s)".formatted(setting.variable());
        }
        return node.list() && !setting.kind().takesList()
                ? "a list (expected: %s)".formatted(setting.kind().allowed())
                : null;
    }
}
