// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.projection.prompt;

import com.avvyland.worker.config.InvalidConfigException;
import com.avvyland.worker.task.Excerpt;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads the YAML of a pack: texts, and mappings of texts, nothing deeper.
 *
 * <p>It works on the parser's events, so that nothing is built that the file could make large: no alias is followed, no
 * tag names a class, no nesting is recursed into.
 */
final class PackFile {

    private static final String TEXT = "text";

    /** Also what keeps {@code views.front} from being written as one key. */
    private static final String KEY = "[a-z_]{1,32}";

    private final String file;
    private final Iterator<Event> events;
    private final Map<String, PackEntry> entries = new LinkedHashMap<>();
    private final Map<String, Integer> lines = new HashMap<>();

    private PackFile(String file, Iterator<Event> events) {
        this.file = file;
        this.events = events;
    }

    /**
     * Return the texts by key.
     *
     * @param file as an error names it
     * @throws InvalidConfigException with file and line, when the content is not such YAML
     */
    static Map<String, PackEntry> read(String file, String content) {
        var settings = LoadSettings.builder().setLabel(file).build();
        try {
            return new PackFile(file, new Parse(settings).parseString(content).iterator()).document();
        } catch (YamlEngineException broken) {
            throw new InvalidConfigException("%s%s: %s (expected: YAML)"
                    .formatted(file, line(broken), firstLine(String.valueOf(broken.getMessage()))));
        }
    }

    private Map<String, PackEntry> document() {
        Event event = skipTo(Event.ID.DocumentStart);
        if (event.getEventId() == Event.ID.StreamEnd) {
            throw new InvalidConfigException("%s: empty (expected: a prompt pack)".formatted(file));
        }
        Event root = events.next();
        if (!(root instanceof MappingStartEvent mapping)) {
            throw fault(root, "", "no keys", "name, version, views, picture, judge");
        }
        plain(mapping, "");
        mapping("", 1);
        skipTo(Event.ID.DocumentEnd);
        Event end = events.next();
        if (end.getEventId() != Event.ID.StreamEnd) {
            throw fault(end, "", "a second document", "one");
        }
        return entries;
    }

    private Event skipTo(Event.ID wanted) {
        Event event = events.next();
        while (event.getEventId() != wanted && event.getEventId() != Event.ID.StreamEnd) {
            event = events.next();
        }
        return event;
    }

    private void mapping(String prefix, int depth) {
        for (Event key = events.next(); !(key instanceof MappingEndEvent); key = events.next()) {
            String name = prefix + key(key, prefix);
            Integer first = lines.putIfAbsent(name, lineOf(key));
            if (first != null) {
                throw fault(key, name, "a second time", "once, as in line " + first);
            }
            Event value = events.next();
            plain(value, name);
            switch (value) {
                case ScalarEvent scalar -> put(name, scalar);
                case MappingStartEvent _ when depth == 1 -> mapping(name + ".", 2);
                default -> throw fault(value, name, "a mapping", TEXT);
            }
        }
    }

    private String key(Event event, String prefix) {
        plain(event, prefix + "(key)");
        if (!(event instanceof ScalarEvent scalar) || !scalar.getValue().matches(KEY)) {
            String found = event instanceof ScalarEvent scalar ? Excerpt.of(scalar.getValue(), 32) : "no text";
            throw fault(event, prefix + "(key)", found, "a key of letters a-z and _");
        }
        return scalar.getValue();
    }

    private void put(String key, ScalarEvent scalar) {
        if (scalar.getScalarStyle() == ScalarStyle.PLAIN && scalar.getValue().matches("|~|null")) {
            return;
        }
        boolean literal = scalar.getScalarStyle() == ScalarStyle.LITERAL;
        var entry = new PackEntry(file, key, lineOf(scalar), literal, scalar.getValue());
        entries.put(key, entry);
    }

    /** Refuse what a text file for people does not need: sequences, aliases, anchors and tags. */
    private void plain(Event event, String key) {
        if (event instanceof AliasEvent) {
            throw fault(event, key, "an alias", TEXT);
        }
        if (event instanceof SequenceStartEvent) {
            throw fault(event, key, "a list", TEXT);
        }
        if (event instanceof NodeEvent node && node.getAnchor().isPresent()) {
            throw fault(event, key, "an anchor", TEXT);
        }
        boolean tagged = event instanceof ScalarEvent scalar && scalar.getTag().isPresent()
                || event instanceof MappingStartEvent mapping
                        && mapping.getTag().isPresent();
        if (tagged) {
            throw fault(event, key, "a tag", TEXT);
        }
    }

    private InvalidConfigException fault(Event event, String key, String found, String expected) {
        return new InvalidConfigException("%s:%d: %s%s (expected: %s)"
                .formatted(file, lineOf(event), key.isEmpty() ? "" : key + ": ", found, expected));
    }

    private static int lineOf(Event event) {
        return event.getStartMark().map(Mark::getLine).orElse(0) + 1;
    }

    private static String line(YamlEngineException broken) {
        return broken instanceof MarkedYamlEngineException marked
                ? marked.getProblemMark()
                        .map(mark -> ":" + (mark.getLine() + 1))
                        .orElse("")
                : "";
    }

    private static String firstLine(String text) {
        return Excerpt.of(text.lines().findFirst().orElse("broken"));
    }
}
