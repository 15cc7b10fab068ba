// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.task;

/** Encodes callbacks as the contract has them: {@code docs/wire.cddl}, deterministic CBOR. */
public final class CallbackEncoder {

    private CallbackEncoder() {}

    /** Encode a callback into an array of its own, of exactly its size. */
    public static Bytes encode(Callback callback) {
        return CborEncoder.encode(callback);
    }
}
