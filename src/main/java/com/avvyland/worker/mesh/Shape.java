// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh;

import com.avvyland.worker.gltf.StoredElements;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * Holds the geometry of one primitive, welded and not yet written.
 *
 * @param streams of the attributes by semantic
 * @param targets streams of each morph target by semantic
 */
record Shape(SortedMap<String, Stream> streams, List<SortedMap<String, Stream>> targets, Welded welded, int mode) {

    /**
     * Names where the numbers of an attribute are.
     *
     * @param accessor that says what they mean
     */
    record Stream(int accessor, StoredElements elements) {

        /** Return the same attribute with other numbers, tightly packed. */
        Stream with(byte[] tight) {
            int size = elements.size();
            return new Stream(accessor, new StoredElements(tight, 0, size, size, elements.count()));
        }
    }

    /** Tell whether nothing is left to draw. */
    boolean isEmpty() {
        return welded.cornerCount() == 0;
    }

    static List<StoredElements> all(Map<String, Stream> streams, List<? extends Map<String, Stream>> targets) {
        return java.util.stream.Stream.concat(
                        streams.values().stream(), targets.stream().flatMap(target -> target.values().stream()))
                .map(Stream::elements)
                .toList();
    }
}
