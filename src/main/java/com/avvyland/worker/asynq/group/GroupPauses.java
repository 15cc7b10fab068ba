// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.group;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Remembers which groups are left alone for now: kept ones for a while, failing ones longer each time. */
final class GroupPauses {

    private static final Duration LONGEST = Duration.ofMinutes(5);

    /** A group that nobody asked about this long is forgotten. */
    private static final Duration FORGET = Duration.ofHours(1);

    private final InstantSource clock;
    private final ConcurrentMap<Name, Pause> pauses = new ConcurrentHashMap<>();

    GroupPauses(InstantSource clock) {
        this.clock = clock;
    }

    private record Name(String queue, String group) {}

    private record Pause(Instant end, int failures) {}

    boolean holds(String queue, String group) {
        Pause pause = pauses.get(new Name(queue, group));
        return pause != null && clock.instant().isBefore(pause.end());
    }

    void keep(GroupSet set, Duration pause) {
        pauses.put(name(set), new Pause(clock.instant().plus(pause), 0));
    }

    /** Return how long the group is left alone: its grace period, doubled with every failure, at most 5 minutes. */
    Duration failed(GroupSet set, Duration grace) {
        Instant now = clock.instant();
        pauses.values().removeIf(each -> each.end().plus(FORGET).isBefore(now));
        Pause last = pauses.get(name(set));
        int failures = last == null ? 0 : Math.min(last.failures(), 20);
        Duration doubled = grace.multipliedBy(1L << failures);
        Duration pause = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
        pauses.put(name(set), new Pause(now.plus(pause), failures + 1));
        return pause;
    }

    void succeeded(GroupSet set) {
        pauses.remove(name(set));
    }

    private static Name name(GroupSet set) {
        return new Name(set.queue(), set.group());
    }
}
