// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.egress;

import com.avvyland.worker.task.TaskFailure;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;

/**
 * Says what would become of a call without making it: the same policy, and the names that the resolver knows now.
 *
 * @param uri as it would be called
 * @param peers every address of its host
 */
public record Rehearsal(URI uri, List<Peer> peers) {

    public Rehearsal {
        peers = List.copyOf(peers);
    }

    /**
     * Holds one address.
     *
     * @param reach {@code public}, {@code private} or {@code forbidden}
     * @param dialled whether the policy lets the worker dial it
     */
    public record Peer(String address, String reach, boolean dialled) {}

    /**
     * Judge a URL.
     *
     * @param name what to call the URL in a refusal
     * @throws TaskFailure when the URL itself is refused, with the reason
     * @throws UnknownHostException when its host has no address
     */
    public static Rehearsal of(EgressPolicy policy, String name, String url) throws UnknownHostException {
        return of(policy, SystemDefaultDnsResolver.INSTANCE, name, url);
    }

    static Rehearsal of(EgressPolicy policy, DnsResolver resolver, String name, String url)
            throws UnknownHostException {
        URI uri = policy.vet(name, url);
        String host = uri.getHost();
        Optional<InetAddress> literal = HostName.literal(host);
        InetAddress[] found = literal.isPresent() ? new InetAddress[] {literal.get()} : resolver.resolve(host);
        return new Rehearsal(
                uri,
                Arrays.stream(found)
                        .map(address -> new Peer(
                                address.getHostAddress(),
                                AddressPolicy.reach(address).name().toLowerCase(Locale.ROOT),
                                policy.mayDial(host, address)))
                        .toList());
    }

    /** Tell whether the worker would call: it dials what it may of the addresses. */
    public boolean allowed() {
        return peers.stream().anyMatch(Peer::dialled);
    }
}
