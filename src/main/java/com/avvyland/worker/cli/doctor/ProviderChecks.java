// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli.doctor;

import com.avvyland.worker.config.Config;
import com.avvyland.worker.config.ProvidersConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Says who would be asked for what: providers with a key, in the order of the routes. Nobody is called. */
final class ProviderChecks {

    private static final Pattern LINE = Pattern.compile("kamelet:([a-z0-9]+)-([a-z-]+)-action(?:/.*)?");

    /** Without one of these a projection task can only fail; the others have something of the worker's own instead. */
    private static final Set<String> NEEDED = Set.of("generate-image", "generate-model");

    private ProviderChecks() {}

    static List<Check> of(Config config, Path routes) {
        Map<String, Set<String>> lists;
        try {
            lists = lists(Files.readString(routes));
        } catch (IOException | YamlEngineException unreadable) {
            return List.of(Check.fail("providers", "%s: unreadable (expected: routes of providers)".formatted(routes)));
        }
        return of(config.providers(), config.s3() != null, config.projection().concurrency() > 0, lists);
    }

    static List<Check> of(ProvidersConfig config, boolean bucket, boolean projections, Map<String, Set<String>> lists) {
        Set<String> able = new TreeSet<>();
        config.accounts().forEach((name, account) -> {
            if (account.key() != null) {
                able.add(name);
            }
        });
        if (config.tencent().keys() != null) {
            able.add("tencent");
        }
        List<Check> checks = new ArrayList<>();
        checks.add(Check.ok("providers", able.isEmpty() ? "nobody has a key" : "a key for " + String.join(", ", able)));
        if (able.remove("nanobanana") && !bucket) {
            checks.add(Check.warn(
                    "nanobanana",
                    "passed over (expected: S3_BUCKET; it takes images by URL alone, docs/artifacts.md)"));
        } else if (bucket
                && config.accounts().containsKey("nanobanana")
                && config.accounts().get("nanobanana").key() != null) {
            able.add("nanobanana");
        }
        lists.forEach((capability, listed) -> {
            Set<String> asked = new LinkedHashSet<>(
                    capability.equals("understand-image")
                                    && !config.understanding().isEmpty()
                            ? config.understanding()
                            : listed);
            asked.retainAll(able);
            checks.add(check(capability, asked, listed, projections));
        });
        return checks;
    }

    private static Check check(String capability, Set<String> asked, Set<String> listed, boolean projections) {
        if (!asked.isEmpty()) {
            return Check.ok(capability, String.join(", then ", asked));
        }
        if (projections && NEEDED.contains(capability)) {
            return Check.warn(
                    capability,
                    "nobody has a key: such projection tasks fail (expected: a key of one of %s; or MODEL_PROJECTION_WORKER_CONCURRENCY=0)"
                            .formatted(String.join(", ", listed)));
        }
        return Check.ok(
                capability,
                switch (capability) {
                    case "understand-image" -> "nobody: metadata come from the geometry alone";
                    case "remove-background", "score-image" -> "nobody: the worker's own means alone";
                    default -> "nobody, and nobody is asked";
                });
    }

    /** Read which providers a file of routes asks for which capability. */
    static Map<String, Set<String>> lists(String yaml) {
        Map<String, Set<String>> lists = new LinkedHashMap<>();
        collect(new Load(LoadSettings.builder().build()).loadFromString(yaml), lists);
        return lists;
    }

    private static void collect(Object node, Map<String, Set<String>> lists) {
        switch (node) {
            case Map<?, ?> map -> map.values().forEach(value -> collect(value, lists));
            case List<?> list -> list.forEach(value -> collect(value, lists));
            case String text -> {
                Matcher line = LINE.matcher(text);
                if (line.matches()) {
                    lists.computeIfAbsent(line.group(2), _ -> new LinkedHashSet<>())
                            .add(line.group(1));
                }
            }
            case null, default -> {}
        }
    }
}
