// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.meshopt;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Runs in a JVM of its own: uses the library, or misuses the bindings below the checks. */
final class MeshoptProbe {

    private MeshoptProbe() {}

    public static void main(String[] args) {
        try {
            Meshopt.requireLibrary();
        } catch (UnavailableMeshoptException e) {
            System.out.println("unavailable: " + e.getMessage());
            try {
                IndexCodec.encodeIndexBuffer(MemorySegment.ofArray(new int[3]), 1);
            } catch (UnavailableMeshoptException again) {
                System.out.println("again: " + again.getMessage());
            }
            return;
        }
        System.out.println("library: " + Meshopt.library());
        int bad = Integer.parseInt(args[0]);
        int[] indices = {0, 1, 2, 1, 2, bad};
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment destination = arena.allocate(ValueLayout.JAVA_INT, indices.length);
            MemorySegment source = arena.allocateFrom(ValueLayout.JAVA_INT, indices);
            if (args.length > 1) {
                ordering_h.meshopt_optimizeVertexCache(destination, source, indices.length, 4);
            } else {
                Ordering.optimizeVertexCache(destination, source, 4);
            }
            System.out.println("ordered");
        } catch (MeshoptException e) {
            System.out.println("refused: " + e.getMessage());
        }
    }
}
