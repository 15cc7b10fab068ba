// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.egress;

import java.net.UnknownHostException;

/** Signals a host none of whose addresses may be dialled; the message names the host and never an address. */
public final class RefusedAddressException extends UnknownHostException {

    private static final long serialVersionUID = 1L;

    RefusedAddressException(String host) {
        super("%s: not a public address (expected: a host that may be called)".formatted(host));
    }
}
