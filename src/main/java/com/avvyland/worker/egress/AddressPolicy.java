// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.egress;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/**
 * Classifies addresses by the special-purpose registries of IANA (RFC 6890 and its updates).
 *
 * <p>The predicates of {@link InetAddress} miss most of it: unique local addresses, shared address space, benchmarking,
 * reserved blocks and IPv4 addresses inside IPv6 ones all look ordinary to them. Pure; safe to use from any thread.
 */
final class AddressPolicy {

    private static final List<Cidr> FORBIDDEN = blocks(
            "0.0.0.0/8", // this network
            "100.100.100.200/32", // metadata service inside shared address space
            "168.63.129.16/32", // Azure's own services on every host, in a block that looks public
            "169.254.169.254/32", // metadata service
            "169.254.170.2/32", // credentials of containers, ECS
            "169.254.170.23/32", // credentials of containers, EKS
            "192.0.0.0/24", // protocol assignments
            "192.0.2.0/24", // documentation
            "192.88.99.0/24", // 6to4 relays, deprecated
            "198.18.0.0/15", // benchmarking
            "198.51.100.0/24", // documentation
            "203.0.113.0/24", // documentation
            "224.0.0.0/4", // multicast
            "240.0.0.0/4", // reserved, and broadcast
            "2001::/23", // protocol assignments: Teredo, ORCHID, benchmarking
            "2001:db8::/32", // documentation
            "2002::/16", // 6to4, deprecated: an IPv4 address in disguise
            "3fff::/20", // documentation
            "fd00:ec2::23/128", // credentials of containers, EKS
            "fd00:ec2::254/128", // metadata service
            "fd20:ce::254/128"); // metadata service of Google's IPv6-only hosts

    private static final List<Cidr> PRIVATE = blocks(
            "10.0.0.0/8",
            "100.64.0.0/10", // shared address space
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.168.0.0/16",
            "::1/128",
            "fc00::/7", // unique local
            "fe80::/10", // link local
            "fec0::/10"); // site local, deprecated

    /** The one block of IPv6 that is handed out to networks; what is neither in it nor listed above is no peer. */
    private static final Cidr GLOBAL_UNICAST = Cidr.parse("2000::/3");

    private static final Cidr NAT64 = Cidr.parse("64:ff9b::/96");

    private AddressPolicy() {}

    /** Classify an address; IPv4 inside IPv6 (mapped, NAT64) counts as what it translates to. */
    static Reach reach(InetAddress address) {
        return reach(address.getAddress());
    }

    private static Reach reach(byte[] address) {
        if (mapped(address) || NAT64.contains(address)) {
            return reach(Arrays.copyOfRange(address, 12, 16));
        }
        if (FORBIDDEN.stream().anyMatch(block -> block.contains(address))) {
            return Reach.FORBIDDEN;
        }
        if (PRIVATE.stream().anyMatch(block -> block.contains(address))) {
            return Reach.PRIVATE;
        }
        return address.length == 4 || GLOBAL_UNICAST.contains(address) ? Reach.PUBLIC : Reach.FORBIDDEN;
    }

    /** Tell ::ffff:0:0/96; as a literal the JDK turns it into IPv4 before a block could be made of it. */
    private static boolean mapped(byte[] address) {
        if (address.length != 16 || address[10] != -1 || address[11] != -1) {
            return false;
        }
        for (int i = 0; i < 10; i++) {
            if (address[i] != 0) {
                return false;
            }
        }
        return true;
    }

    private static List<Cidr> blocks(String... texts) {
        return Arrays.stream(texts).map(Cidr::parse).toList();
    }
}
