// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.observe.management;

/** Says in one line that the management port cannot be opened. */
public final class PortTakenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    PortTakenException(String address, int port, Throwable cause) {
        super(
                "worker.observe.port: %s:%d: cannot listen (expected: a free port of this machine, or off; AVVY_OBSERVE_PORT)"
                        .formatted(address, port),
                cause);
    }
}
