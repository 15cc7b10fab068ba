// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.meshopt;

import org.jspecify.annotations.Nullable;

/**
 * Signals an argument that native code must not see, or a stream that is malformed.
 *
 * <p>The message reads {@code name: value (expected: ...)} in one line. The same input fails the same way for ever.
 */
public class MeshoptException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    MeshoptException(String message) {
        this(message, null);
    }

    MeshoptException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    static MeshoptException of(String name, Object value, String expected) {
        return new MeshoptException(name + ": " + value + " (expected: " + expected + ")");
    }
}
