// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.meshopt;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/** struct meshopt_Bounds: a bounding sphere and a normal cone; only the sphere is read here. */
@SuppressWarnings("ClassName")
final class meshopt_Bounds {

    static final StructLayout LAYOUT = MemoryLayout.structLayout(
                    MemoryLayout.sequenceLayout(3, JAVA_FLOAT).withName("center"),
                    JAVA_FLOAT.withName("radius"),
                    MemoryLayout.sequenceLayout(3, JAVA_FLOAT).withName("cone_apex"),
                    MemoryLayout.sequenceLayout(3, JAVA_FLOAT).withName("cone_axis"),
                    JAVA_FLOAT.withName("cone_cutoff"),
                    MemoryLayout.sequenceLayout(3, JAVA_BYTE).withName("cone_axis_s8"),
                    JAVA_BYTE.withName("cone_cutoff_s8"))
            .withName("meshopt_Bounds");

    private meshopt_Bounds() {}

    static float center(MemorySegment struct, int axis) {
        return struct.getAtIndex(JAVA_FLOAT, axis);
    }

    static float radius(MemorySegment struct) {
        return struct.get(JAVA_FLOAT, 12);
    }
}
