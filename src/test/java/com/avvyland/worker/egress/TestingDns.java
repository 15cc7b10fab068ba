// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.client5.http.DnsResolver;

/** Answers from a script: the answers given for a name in turn, the last one for ever. */
final class TestingDns implements DnsResolver {

    private final Map<String, Deque<InetAddress[]>> answers = new ConcurrentHashMap<>();
    private final AtomicInteger questions = new AtomicInteger();

    /** Return one that knows the names of {@link HostileUrls}. */
    static TestingDns hostile() {
        return new TestingDns()
                .answer("localhost", "127.0.0.1", "::1")
                .answer("localhost.localdomain", "127.0.0.1")
                .answer("a.localhost", "127.0.0.1")
                .answer("ip6-localhost", "::1")
                .answer("intranet", "127.0.0.1")
                .answer("metadata", "127.0.0.1")
                .answer("metadata.google.internal", "169.254.169.254")
                .answer("loopback.test", "127.0.0.1")
                .answer("loopback.test.", "127.0.0.1")
                .answer("a_b.test", "127.0.0.1")
                .answer("private.test", "10.0.0.1")
                .answer("lan.test", "192.168.1.1")
                .answer("meta.test", "169.254.169.254")
                .answer("six.test", "::1")
                .answer("mapped.test", "::ffff:127.0.0.1")
                .answer("unique.test", "fd00::1")
                .answer("zero.test", "0.0.0.0")
                .answer("nat64.test", "64:ff9b::7f00:1")
                .answer("sixtofour.test", "2002:7f00:1::")
                .answer("shared.test", "100.64.0.1")
                .answer("multicast.test", "224.0.0.1")
                .answer("several.test", "127.0.0.1", "::1", "10.0.0.1", "0.0.0.0")
                .answer("azure.test", "168.63.129.16")
                .answer("gcp6.test", "fd20:ce::254");
    }

    /** Add the next answer for a name. */
    TestingDns answer(String host, String... addresses) {
        InetAddress[] answer =
                List.of(addresses).stream().map(InetAddress::ofLiteral).toArray(InetAddress[]::new);
        answers.computeIfAbsent(host, _ -> new ArrayDeque<>()).add(answer);
        return this;
    }

    /** Return how often anything was asked. */
    int questions() {
        return questions.get();
    }

    @Override
    public synchronized InetAddress[] resolve(String host) throws UnknownHostException {
        questions.incrementAndGet();
        Deque<InetAddress[]> left = answers.get(host);
        if (left == null) {
            throw new UnknownHostException(host);
        }
        return left.size() > 1 ? left.remove() : left.element();
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }
}
