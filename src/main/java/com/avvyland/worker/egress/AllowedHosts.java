// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.egress;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Holds the hosts that the configuration names: {@code host}, {@code *.example.com} (any depth below, not itself), or
 * blocks of addresses.
 */
final class AllowedHosts {

    private final Set<String> names = new TreeSet<>();
    private final List<String> suffixes = new ArrayList<>();
    private final List<Cidr> blocks = new ArrayList<>();

    /**
     * Read the entries.
     *
     * @throws IllegalArgumentException for an entry that is none of the three
     */
    AllowedHosts(List<String> entries) {
        for (String entry : entries) {
            add(entry.strip().toLowerCase(Locale.ROOT));
        }
    }

    private void add(String entry) {
        String name = entry.startsWith("*.") ? entry.substring(2) : entry;
        boolean address = entry.contains("/")
                || entry.contains(":")
                || HostName.literal(name).isPresent();
        if (address) {
            blocks.add(Cidr.parse(entry));
            return;
        }
        String host = HostName.normalised(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "allowed_hosts: %s (expected: a host, *.example.com or a CIDR)".formatted(entry)));
        if (entry.startsWith("*.")) {
            suffixes.add("." + host);
        } else {
            names.add(host);
        }
    }

    /** Tell whether nothing is named, so that any public host is allowed. */
    boolean any() {
        return names.isEmpty() && suffixes.isEmpty() && blocks.isEmpty();
    }

    /** Tell whether a name has to be resolved before anything can be said about it. */
    boolean byAddress() {
        return !blocks.isEmpty();
    }

    /** Tell whether a normalised host name is named here. */
    boolean names(String host) {
        return names.contains(host) || suffixes.stream().anyMatch(host::endsWith);
    }

    /** Tell whether an address is in a block that is named here. */
    boolean holds(InetAddress address) {
        return blocks.stream().anyMatch(block -> block.contains(address.getAddress()));
    }
}
