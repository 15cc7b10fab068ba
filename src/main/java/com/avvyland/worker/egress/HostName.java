// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.egress;

import java.net.IDN;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Brings the host of a URL into the one form that is compared, resolved and dialled.
 *
 * <p>Parsers disagree on hosts: {@code 0177.0.0.1}, {@code 2130706433} and {@code 0x7f.1} are addresses to some and
 * names to others, full-width digits become ASCII, {@code %31} becomes 1. Only forms that all parsers read alike pass:
 * names of letters, digits and hyphens whose last label is not a number, IPv4 in plain dotted decimal, IPv6 in brackets
 * without a zone.
 */
final class HostName {

    private static final Pattern NAME =
            Pattern.compile("(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern NUMBER_AT_END = Pattern.compile("(?:.*\\.)?(?:[0-9]+|0x[0-9a-f]*)");
    private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final Pattern IPV4 = Pattern.compile("(?:%s\\.){3}%s".formatted(OCTET, OCTET));
    private static final Pattern IPV6 = Pattern.compile("\\[[0-9a-f:.]{2,45}]");

    private HostName() {}

    /** Normalise a host; empty when it has no form that everybody reads alike. */
    static Optional<String> normalised(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        if (lower.startsWith("[")) {
            return literal(lower).map(_ -> lower);
        }
        String ascii;
        try {
            ascii = IDN.toASCII(lower, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        if (ascii.length() > 253 || !NAME.matcher(ascii).matches()) {
            return Optional.empty();
        }
        boolean numeric = NUMBER_AT_END.matcher(ascii).matches();
        return numeric && !IPV4.matcher(ascii).matches() ? Optional.empty() : Optional.of(ascii);
    }

    /** Return the address that a normalised host spells out; empty for a name. */
    static Optional<InetAddress> literal(String host) {
        boolean v6 = IPV6.matcher(host).matches();
        if (!v6 && !IPV4.matcher(host).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(v6 ? host.substring(1, host.length() - 1) : host));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
