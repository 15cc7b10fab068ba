// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Resolves host names to the addresses that the policy lets the worker dial.
 *
 * <p>The connection manager dials what this resolver returns and asks nobody again, so a name that answers differently
 * the second time (DNS rebinding) gains nothing. Literal addresses pass through here as well. Safe to use from any
 * thread.
 */
final class GuardedResolver implements DnsResolver {

    private final EgressPolicy policy;
    private final DnsResolver upstream;

    GuardedResolver(EgressPolicy policy, DnsResolver upstream) {
        this.policy = policy;
        this.upstream = upstream;
    }

    /**
     * Resolve a host.
     *
     * @throws RefusedAddressException when it has addresses and none may be dialled
     */
    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        String name = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
        String normalised = HostName.normalised(name).orElseThrow(() -> new RefusedAddressException("host"));
        Optional<InetAddress> literal = HostName.literal(normalised);
        InetAddress[] found = literal.isPresent() ? new InetAddress[] {literal.get()} : upstream.resolve(normalised);
        InetAddress[] allowed = Arrays.stream(found)
                .filter(address -> policy.mayDial(normalised, address))
                .toArray(InetAddress[]::new);
        if (allowed.length == 0) {
            throw new RefusedAddressException(normalised);
        }
        return allowed;
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }
}
