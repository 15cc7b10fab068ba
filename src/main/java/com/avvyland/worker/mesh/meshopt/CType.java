// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.meshopt;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/** Names the C types of the signature table; all platforms that have a library here are 64-bit and little-endian. */
enum CType {
    VOID(null),
    INT(ValueLayout.JAVA_INT),
    FLOAT(ValueLayout.JAVA_FLOAT),
    SIZE(ValueLayout.JAVA_LONG),
    POINTER(ValueLayout.ADDRESS),
    /** struct meshopt_Bounds by value. */
    BOUNDS(meshopt_Bounds.LAYOUT);

    static final AddressLayout C_POINTER = ValueLayout.ADDRESS;

    private final @Nullable MemoryLayout layout;

    CType(@Nullable MemoryLayout layout) {
        this.layout = layout;
    }

    MemoryLayout layout() {
        if (layout == null) {
            throw new IllegalStateException("layout: void (expected: a type with a value)");
        }
        return layout;
    }
}
