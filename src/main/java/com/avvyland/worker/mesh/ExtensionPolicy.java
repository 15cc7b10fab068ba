// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Decides which extensions and extras a document keeps. What the reader has decoded goes; what is known stays; what is
 * not known stays too, unless it refers to other objects by number: those numbers change, and nobody here knows where
 * they are. Extras stay up to 64 KiB each.
 */
final class ExtensionPolicy {

    private static final int MAX_EXTRAS = 64 << 10;

    private static final Set<String> DECODED =
            Set.of("EXT_meshopt_compression", "KHR_meshopt_compression", "KHR_draco_mesh_compression");

    /** Those whose references this package follows, or that have none. */
    private static final Set<String> KNOWN = Set.of(
            "EXT_materials_bump",
            "EXT_mesh_gpu_instancing",
            "EXT_texture_avif",
            "EXT_texture_webp",
            "KHR_lights_punctual",
            "KHR_materials_variants",
            "KHR_mesh_quantization",
            "KHR_texture_basisu",
            "KHR_texture_transform",
            "KHR_xmp_json_ld");

    /** Every material extension of Khronos refers to textures only, and the way the core does. */
    private static final String KHRONOS_MATERIAL = "KHR_materials_";

    private static final List<String> REFERENCES = List.of(
            "accessor",
            "animation",
            "attribute",
            "buffer",
            "camera",
            "child",
            "id",
            "image",
            "index",
            "indices",
            "joint",
            "light",
            "material",
            "mesh",
            "node",
            "primitive",
            "sampler",
            "scene",
            "skin",
            "source",
            "target",
            "texture",
            "view");

    private final Changes changes;

    ExtensionPolicy(Changes changes) {
        this.changes = changes;
    }

    /** Take out of a document what it may not keep, and arrays without elements, which glTF does not allow. */
    void apply(ObjectNode object) {
        List<String> emptied = new ArrayList<>();
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            JsonNode value = member.getValue();
            boolean kept = switch (member.getKey()) {
                case "extras" -> keepsExtras(value);
                case "extensions" -> !value.isObject() || keepsAny((ObjectNode) value);
                default -> !(value.isArray() && value.isEmpty());
            };
            if (!kept) {
                emptied.add(member.getKey());
            } else if (!member.getKey().equals("extras")) {
                descend(value);
            }
        }
        object.remove(emptied);
    }

    private void descend(JsonNode value) {
        if (value.isObject()) {
            apply((ObjectNode) value);
        } else if (value.isArray()) {
            value.forEach(this::descend);
        }
    }

    private boolean keepsExtras(JsonNode extras) {
        boolean kept = CanonicalJson.bytes(extras).length <= MAX_EXTRAS;
        changes.repaired("extras above 64 KiB dropped", kept ? 0 : 1);
        return kept;
    }

    private boolean keepsAny(ObjectNode extensions) {
        List<String> dropped = new ArrayList<>();
        for (Map.Entry<String, JsonNode> extension : extensions.properties()) {
            String name = extension.getKey();
            if (DECODED.contains(name)) {
                dropped.add(name);
            } else if (!isKnown(name) && refers(extension.getValue(), false)) {
                dropped.add(name);
                changes.extension(name);
            }
        }
        extensions.remove(dropped);
        return !extensions.isEmpty();
    }

    private static boolean isKnown(String name) {
        return KNOWN.contains(name) || name.startsWith(KHRONOS_MATERIAL);
    }

    /** Tell whether there is a whole number somewhere below a name that sounds like a reference. */
    private static boolean refers(JsonNode value, boolean named) {
        if (value.isNumber()) {
            return named && value.doubleValue() == Math.rint(value.doubleValue());
        }
        if (value.isArray()) {
            for (JsonNode element : value) {
                if (refers(element, named)) {
                    return true;
                }
            }
        }
        for (Map.Entry<String, JsonNode> member : value.properties()) {
            if (refers(member.getValue(), named || soundsLikeReference(member.getKey()))) {
                return true;
            }
        }
        return false;
    }

    private static boolean soundsLikeReference(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return REFERENCES.stream().anyMatch(lower::contains);
    }

    /** Return the names of all extensions that a document has objects of, sorted. */
    static TreeSet<String> used(JsonNode value) {
        var names = new TreeSet<String>();
        collect(value, names);
        return names;
    }

    private static void collect(JsonNode value, Set<String> names) {
        if (value.isArray()) {
            value.forEach(element -> collect(element, names));
            return;
        }
        for (Map.Entry<String, JsonNode> member : value.properties()) {
            if (member.getKey().equals("extras")) {
                continue;
            }
            if (member.getKey().equals("extensions")) {
                member.getValue().fieldNames().forEachRemaining(names::add);
            }
            collect(member.getValue(), names);
        }
    }
}
