// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.egress;

/** Says how far away an address is, which decides who may be called there. */
enum Reach {
    /** On the Internet. */
    PUBLIC,
    /** On this machine or in this network: called only where the configuration allows it. */
    PRIVATE,
    /** No peer's address: a cloud's metadata service, multicast, documentation, reserved and translated blocks. */
    FORBIDDEN
}
