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
