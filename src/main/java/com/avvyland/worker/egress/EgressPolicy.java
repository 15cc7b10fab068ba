// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.egress;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Decides which URLs of a task the worker may call, and which addresses it may dial for them.
 *
 * <p>https only, unless http is allowed; no user, no fragment; a host that every parser reads alike; port 443 or 8443,
 * any port on hosts that the configuration names or where private addresses are allowed. With a list of hosts, only
 * those. An address that the list names as a block may be dialled whatever it is; any other must be public, or private
 * where that is allowed. Nothing is resolved here. Immutable, safe to use from any thread.
 */
public final class EgressPolicy {

    private static final int LONGEST = 2048;
    private static final Pattern SHAPE = Pattern.compile("(?i)(https?)://([^/?#\\\\@]*)((?:[/?][^#\\\\]*)?)");
    private static final Pattern AUTHORITY = Pattern.compile("(\\[[^]]*]|[^:\\[\\]]*)(?::([0-9]{1,5}))?");

    private final AllowedHosts hosts;
    private final boolean allowHttp;
    private final boolean allowPrivate;
    private final Set<Integer> ports;

    /**
     * Create a policy.
     *
     * @param allowedHosts names, {@code *.example.com} or CIDR; empty for any public host
     * @throws IllegalArgumentException for an entry of the list that is none of these
     */
    public EgressPolicy(List<String> allowedHosts, boolean allowHttp, boolean allowPrivate) {
        this(allowedHosts, allowHttp, allowPrivate, allowHttp ? Set.of(80, 443, 8080, 8443) : Set.of(443, 8443));
    }

    EgressPolicy(List<String> allowedHosts, boolean allowHttp, boolean allowPrivate, Set<Integer> ports) {
        this.hosts = new AllowedHosts(allowedHosts);
        this.allowHttp = allowHttp;
        this.allowPrivate = allowPrivate;
        this.ports = ports;
    }

    /**
     * Accept a URL, and return it in the one form that is called: ASCII, lower-case scheme and host.
     *
     * @param name what to call the URL in a refusal
     * @throws RefusedUrlException permanent, with the reason
     */
    public URI vet(String name, String url) {
        Matcher shape = SHAPE.matcher(url);
        if (url.length() > LONGEST || hasUnsafe(url) || !shape.matches()) {
            throw new RefusedUrlException(name, "not a plain URL", "https://host/path, no user, no fragment");
        }
        String scheme = shape.group(1).toLowerCase(Locale.ROOT);
        if (scheme.equals("http") && !allowHttp) {
            throw new RefusedUrlException(name, "http", "https");
        }
        Matcher authority = AUTHORITY.matcher(shape.group(2));
        Optional<String> host = authority.matches() ? HostName.normalised(authority.group(1)) : Optional.empty();
        if (host.isEmpty()) {
            throw new RefusedUrlException(name, "no plain host", "a host name");
        }
        int port = port(scheme, authority.group(2));
        checkHost(name, host.get(), port);
        String suffix = authority.group(2) == null ? "" : ":" + port;
        return parsed(name, scheme, host.get(), suffix + shape.group(3));
    }

    /** Tell whether an address may be dialled for a host; the host as {@link #vet} returned it. */
    boolean mayDial(String host, InetAddress address) {
        if (hosts.holds(address)) {
            return true;
        }
        if (!hosts.any() && !hosts.names(host)) {
            return false;
        }
        return switch (AddressPolicy.reach(address)) {
            case PUBLIC -> true;
            case PRIVATE -> allowPrivate;
            case FORBIDDEN -> false;
        };
    }

    private void checkHost(String name, String host, int port) {
        Optional<InetAddress> literal = HostName.literal(host);
        if (literal.isPresent() && !mayDial(host, literal.get())) {
            throw new RefusedUrlException(name, "host " + host, "a host that may be called");
        }
        // A name may stand for an address in a listed block: that is seen, and checked, when it is resolved.
        boolean listed = literal.map(hosts::holds).orElseGet(() -> hosts.names(host) || hosts.byAddress());
        if (!listed && !hosts.any()) {
            throw new RefusedUrlException(name, "host " + host, "one of the allowed hosts");
        }
        if (!listed && literal.isEmpty() && !allowPrivate && !host.contains(".")) {
            throw new RefusedUrlException(name, "host " + host, "a full host name");
        }
        if (!listed && !allowPrivate && !ports.contains(port)) {
            throw new RefusedUrlException(
                    name, "port " + port, "one of " + ports.stream().sorted().toList());
        }
    }

    private static int port(String scheme, @Nullable String digits) {
        if (digits == null) {
            return scheme.equals("https") ? 443 : 80;
        }
        return Integer.parseInt(digits);
    }

    /** Parse once more what was put together: the client must see the host that was checked. */
    private static URI parsed(String name, String scheme, String host, String rest) {
        try {
            URI uri = new URI(new URI(scheme + "://" + host + rest).toASCIIString());
            boolean port = uri.getPort() == -1 || uri.getPort() > 0 && uri.getPort() <= 65_535;
            if (host.equals(uri.getHost()) && uri.getRawUserInfo() == null && port) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // Said below: the parser's own words quote the URL.
        }
        throw new RefusedUrlException(name, "not a plain URL", "https://host/path, no user, no fragment");
    }

    /** Find what some parser might drop, split at or expand. */
    private static boolean hasUnsafe(String url) {
        return url.chars().anyMatch(c -> c <= ' ' || c == 0x7f || Character.isISOControl(c))
                || url.contains("{{")
                || url.contains("}}");
    }
}
