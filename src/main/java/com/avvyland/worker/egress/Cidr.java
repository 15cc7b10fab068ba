// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.egress;

import java.net.InetAddress;

/**
 * Names a block of addresses, {@code 10.0.0.0/8} or {@code fc00::/7}; one address without a length is a block of one.
 *
 * @param network the block's first bytes
 * @param length bits that count
 */
record Cidr(byte[] network, int length) {

    /**
     * Read a block.
     *
     * @throws IllegalArgumentException when it is none
     */
    static Cidr parse(String text) {
        int slash = text.indexOf('/');
        byte[] network = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash))
                .getAddress();
        int length = slash < 0 ? 8 * network.length : Integer.parseInt(text.substring(slash + 1));
        if (length < 0 || length > 8 * network.length) {
            throw new IllegalArgumentException(
                    "CIDR: %s (expected: at most %d bits)".formatted(text, 8 * network.length));
        }
        return new Cidr(network, length);
    }

    /** Tell whether an address, four or sixteen bytes, lies in the block. */
    boolean contains(byte[] address) {
        if (address.length != network.length) {
            return false;
        }
        for (int bit = 0; bit < length; bit += 8) {
            int mask = length - bit >= 8 ? 0xff : 0xff << (8 - length + bit) & 0xff;
            if (((address[bit / 8] ^ network[bit / 8]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }
}
