// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.preview;

/** Signals that a page or its browser failed in a way that is no fault of the model, as far as is known. */
final class SceneException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SceneException(String message) {
        super(message);
    }
}
