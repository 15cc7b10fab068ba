// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** Remembers which number a block got, and gives an equal block the same. Whole blocks are read only where heads are equal. */
final class KnownBlocks {

    private final Map<Likeness, List<Entry>> entries = new HashMap<>();

    /**
     * Return the number of a block.
     *
     * @param meaning what its bytes stand for: blocks of another meaning are never equal
     * @param next called for a block that is new
     */
    int number(String meaning, Block block, IntSupplier next) {
        List<Entry> alike = entries.computeIfAbsent(
                new Likeness(meaning, block.size(), BlockDigest.of(block.head())), _ -> new ArrayList<>(1));
        var entry = new Entry(block);
        for (Entry other : alike) {
            if (other.digest().equals(entry.digest())) {
                return other.number;
            }
        }
        alike.add(entry);
        entry.number = next.getAsInt();
        return entry.number;
    }

    private record Likeness(String meaning, long size, String head) {}

    private static final class Entry {
        private final Block block;
        private @Nullable String digest;
        private int number;

        Entry(Block block) {
            this.block = block;
        }

        String digest() {
            String known = digest;
            if (known == null) {
                known = BlockDigest.of(block);
                digest = known;
            }
            return known;
        }
    }
}
