// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.view;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import com.avvyland.worker.mesh.meshopt.VertexStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Holds quantised positions as floats, in steps of the grid: what is simplified is what is drawn.
 *
 * @param extent longest side of the box around them, in steps
 */
record GridPositions(VertexStream points, double extent) {

    static GridPositions of(Arena arena, AttributeStream positions) {
        MemorySegment floats = arena.allocate(positions.count() * 12L, 16);
        Box box = new Box();
        for (int i = 0; i < positions.count(); i++) {
            int x = step(positions, i * 8L);
            int y = step(positions, i * 8L + 2);
            int z = step(positions, i * 8L + 4);
            floats.set(JAVA_FLOAT, i * 12L, x);
            floats.set(JAVA_FLOAT, i * 12L + 4, y);
            floats.set(JAVA_FLOAT, i * 12L + 8, z);
            box.add(x, y, z);
        }
        return new GridPositions(VertexStream.of(floats, positions.count(), 12), box.extent());
    }

    private static int step(AttributeStream positions, long at) {
        return positions.data().get(JAVA_SHORT, at) & 0xffff;
    }
}
