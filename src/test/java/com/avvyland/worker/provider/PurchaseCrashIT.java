// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.avvyland.worker.provider.TestingCrash.Boundary;
import com.avvyland.worker.provider.TestingProvider.Call;
import com.avvyland.worker.testing.TestingRedis;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.redisson.client.codec.StringCodec;

/**
 * Lets a worker die at every boundary of its journal, with a purchase of every provider that works by jobs in its hands, and another one go
 * on.
 */
class PurchaseCrashIT {

    @RegisterExtension
    static final TestingRedis REDIS = new TestingRedis();

    private static final Pattern HELD =
            Pattern.compile("(avvy:purchase:[0-9a-f]{64}) (\\S+): an earlier try may have paid");
    private static final Set<Boundary> UNKNOWN = EnumSet.of(Boundary.AFTER_INTENT, Boundary.BEFORE_RECEIPT);
    private static final Set<Boundary> UNSENT = EnumSet.of(Boundary.BEFORE_INTENT, Boundary.AFTER_INTENT);

    /** One worker dies for all lines of a test: starting it is what takes long. */
    private static final Map<String, TestingDeadWorker> DEAD = new HashMap<>();

    @TempDir
    static Path folder;

    @AfterAll
    static void close() {
        DEAD.values().forEach(TestingDeadWorker::close);
        DEAD.clear();
    }

    static Stream<Arguments> known() {
        return boundaries(
                EnumSet.complementOf(EnumSet.of(Boundary.NONE, Boundary.AFTER_INTENT, Boundary.BEFORE_RECEIPT)));
    }

    static Stream<Arguments> unknown() {
        return boundaries(UNKNOWN);
    }

    private static Stream<Arguments> boundaries(Set<Boundary> boundaries) {
        return Stream.of(TestingLine.values())
                .flatMap(line -> boundaries.stream().map(boundary -> arguments(line, boundary)));
    }

    @ParameterizedTest
    @MethodSource("known")
    void isBoughtOnceWhereverTheWorkerDies(TestingLine line, Boundary boundary) {
        TestingDeadWorker dead = dead("known " + boundary, boundary);
        TestingProvider fake = dead.fake(line);
        int asked = fake.calls().size();
        assertThat(uploads(fake)).isEqualTo(line.uploads());

        ProviderResult result = resume(dead, line);

        assertThat(result.files()).hasSize(1);
        assertThat(fake.billed()).hasSize(1);
        assertThat(submissions(fake)).isEqualTo(1);
        assertThat(uploads(fake)).isEqualTo(boundary == Boundary.BEFORE_INTENT ? 2L * line.uploads() : line.uploads());
        assertThat(fake.calls().size() > asked).isEqualTo(boundary != Boundary.AFTER_DONE);
    }

    @ParameterizedTest
    @MethodSource("unknown")
    void isHeldWhereNobodyKnows(TestingLine line, Boundary boundary) {
        TestingDeadWorker dead = dead("unknown " + boundary, boundary);

        held(dead, line);

        assertThat(dead.fake(line).billed()).hasSize(UNSENT.contains(boundary) ? 0 : 1);
    }

    @ParameterizedTest
    @EnumSource
    void isHeldWhenTheWorkerIsKilledBeforeTheAnswer(TestingLine line) {
        TestingDeadWorker dead = dead("killed", Boundary.NONE);

        held(dead, line);

        assertThat(dead.fake(line).billed()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void goesOnWhenAPersonDeletesTheFieldThatTheErrorNames(TestingLine line) {
        TestingDeadWorker dead = dead("mended", Boundary.AFTER_INTENT);
        Matcher named = held(dead, line);

        assertThat(dead.redis().getMap(named.group(1), StringCodec.INSTANCE).fastRemove(named.group(2)))
                .isEqualTo(1);

        assertThat(resume(dead, line).files()).hasSize(1);
        assertThat(dead.fake(line).billed()).hasSize(1);
    }

    /** Try again, be refused, and return where the purchase is, as the error says. */
    private static Matcher held(TestingDeadWorker dead, TestingLine line) {
        int before = dead.fake(line).calls().size();
        try (TestingPurchasing purchasing = dead.successor(line)) {
            Exception failure = purchasing.buy(line.request()).getException();
            assertThat(failure).isNotNull();
            Matcher named = HELD.matcher(String.valueOf(failure.getMessage()));
            assertThat(named.find()).as(failure.getMessage()).isTrue();
            assertThat(named.group(1)).endsWith(line.request().work());
            assertThat(named.group(2)).isEqualTo(line.offer());
            assertThat(dead.fake(line).calls()).hasSize(before);
            return named;
        }
    }

    private static ProviderResult resume(TestingDeadWorker dead, TestingLine line) {
        try (TestingPurchasing purchasing = dead.successor(line)) {
            return purchasing.result(line.request());
        }
    }

    private static long submissions(TestingProvider fake) {
        List<Call> calls = fake.calls();
        return calls.stream().filter(fake::buys).count();
    }

    private static long uploads(TestingProvider fake) {
        return fake.calls().stream()
                .filter(call -> call.path().startsWith("/uploads/"))
                .count();
    }

    private static TestingDeadWorker dead(String of, Boundary boundary) {
        return DEAD.computeIfAbsent(of, _ -> new TestingDeadWorker(REDIS, DEAD.size(), boundary, folder));
    }
}
