// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh;

import static com.avvyland.worker.gltf.GltfAsset.NONE;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * Maps the old numbers of the objects of one array to their new ones.
 *
 * @param numbers new number by old, or {@code NONE} where the object is gone
 */
@SuppressWarnings("ArrayRecordComponent") // never leaves the package
record Numbering(int[] numbers) {

    /** Number what is used, in the order in which it is. */
    static Numbering of(BitSet used, int size) {
        int[] numbers = new int[size];
        int next = 0;
        for (int i = 0; i < size; i++) {
            numbers[i] = used.get(i) ? next++ : NONE;
        }
        return new Numbering(numbers);
    }

    /**
     * Keep the used objects of a top-level array, equal ones once; take the array away when nothing is left. What the
     * objects refer to has its new number already.
     */
    static Numbering compact(ObjectNode root, String name, BitSet used, Changes changes) {
        JsonNode array = root.path(name);
        int[] numbers = new int[array.size()];
        Arrays.fill(numbers, NONE);
        ArrayNode kept = root.arrayNode();
        Map<String, Integer> known = new HashMap<>();
        for (int i = used.nextSetBit(0); i >= 0 && i < numbers.length; i = used.nextSetBit(i + 1)) {
            JsonNode object = array.get(i);
            numbers[i] = known.computeIfAbsent(CanonicalJson.text(object), _ -> {
                kept.add(object);
                return kept.size() - 1;
            });
        }
        changes.objects(numbers.length - kept.size());
        put(root, name, kept);
        return new Numbering(numbers);
    }

    static void put(ObjectNode parent, String name, ArrayNode array) {
        if (array.isEmpty()) {
            parent.remove(name);
        } else {
            parent.set(name, array);
        }
    }

    int of(int old) {
        return old < 0 || old >= numbers.length ? NONE : numbers[old];
    }

    /** Rewrite a reference, if there is one; take it away when its object is gone. */
    void rewrite(ObjectNode owner, String member) {
        JsonNode old = owner.path(member);
        if (!old.isNumber()) {
            return;
        }
        int number = of(old.intValue());
        if (number == NONE) {
            owner.remove(member);
        } else {
            owner.put(member, number);
        }
    }

    /** Rewrite an array of references; what is gone is left out. */
    void rewriteAll(ObjectNode owner, String member) {
        if (!owner.path(member).isArray()) {
            return;
        }
        ArrayNode numbers = owner.arrayNode();
        for (JsonNode old : owner.path(member)) {
            int number = of(old.intValue());
            if (number != NONE) {
                numbers.add(number);
            }
        }
        put(owner, member, numbers);
    }
}
