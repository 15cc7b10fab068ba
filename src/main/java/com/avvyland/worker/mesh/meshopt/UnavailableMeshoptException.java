// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.meshopt;

import org.jspecify.annotations.Nullable;

/**
 * Signals that meshoptimizer can't be used in this process; the message says what to do.
 *
 * <p>It stays so until the process is started again: a fault of the installation, not of the input.
 */
public final class UnavailableMeshoptException extends MeshoptException {

    private static final long serialVersionUID = 1L;

    UnavailableMeshoptException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
