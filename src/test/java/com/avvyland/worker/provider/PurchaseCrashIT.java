// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.avvyland.worker.provider.TestingCrash.Boundary;
import com.avvyland.worker.provider.TestingProvider.Call;
import com.avvyland.worker.provider.TestingProvider.Mishap;
import com.avvyland.worker.testing.TestingRedis;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;

/** Lets a worker die at every boundary of its journal, for every provider that works by jobs, and another one go on. */
class PurchaseCrashIT {

    @RegisterExtension
    static final TestingRedis REDIS = new TestingRedis();

    private static final Pattern HELD =
            Pattern.compile("(avvy:purchase:[0-9a-f]{64}) (\\S+): an earlier try may have paid");
    private static final Set<Boundary> UNKNOWN = EnumSet.of(Boundary.AFTER_INTENT, Boundary.BEFORE_RECEIPT);
    private static final Set<Boundary> UNSENT = EnumSet.of(Boundary.BEFORE_INTENT, Boundary.AFTER_INTENT);

    @TempDir
    static Path folder;

    private RedissonClient redis;

    @BeforeEach
    void empty() {
        redis = TestingPurchasing.connect(REDIS);
        redis.getKeys().flushall();
    }

    @AfterEach
    void close() {
        redis.shutdown();
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
    void isBoughtOnceWhereverTheWorkerDies(TestingLine line, Boundary boundary) throws Exception {
        try (TestingProvider fake = line.fake()) {
            crash(line, fake, boundary);
            int asked = fake.calls().size();
            assertThat(uploads(fake)).isEqualTo(line.uploads());

            ProviderResult result = resume(line, fake);

            assertThat(result.files()).hasSize(1);
            assertThat(fake.billed()).hasSize(1);
            assertThat(submissions(fake)).isEqualTo(1);
            assertThat(uploads(fake))
                    .isEqualTo(boundary == Boundary.BEFORE_INTENT ? 2L * line.uploads() : line.uploads());
            assertThat(fake.calls().size() > asked).isEqualTo(boundary != Boundary.AFTER_DONE);
        }
    }

    @ParameterizedTest
    @MethodSource("unknown")
    void isHeldWhereNobodyKnows(TestingLine line, Boundary boundary) throws Exception {
        try (TestingProvider fake = line.fake()) {
            crash(line, fake, boundary);

            held(line, fake);

            assertThat(fake.billed()).hasSize(UNSENT.contains(boundary) ? 0 : 1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void isHeldWhenTheWorkerIsKilledBeforeTheAnswer(TestingLine line) throws Exception {
        try (TestingProvider fake = line.fake()) {
            fake.next(Mishap.of(Mishap.Kind.HANG));
            Process worker = start(line, fake, Boundary.NONE);
            try {
                await().atMost(Duration.ofMinutes(1)).until(() -> fake.billed().size() == 1);
            } finally {
                worker.destroyForcibly().waitFor();
            }

            held(line, fake);

            assertThat(fake.billed()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void goesOnWhenAPersonDeletesTheFieldThatTheErrorNames(TestingLine line) throws Exception {
        try (TestingProvider fake = line.fake()) {
            crash(line, fake, Boundary.AFTER_INTENT);
            Matcher named = held(line, fake);

            assertThat(redis.getMap(named.group(1), StringCodec.INSTANCE).fastRemove(named.group(2)))
                    .isEqualTo(1);

            assertThat(resume(line, fake).files()).hasSize(1);
            assertThat(fake.billed()).hasSize(1);
        }
    }

    /** Try again, be refused, and return where the purchase is, as the error says. */
    private Matcher held(TestingLine line, TestingProvider fake) {
        int before = fake.calls().size();
        try (TestingPurchasing purchasing = new TestingPurchasing(REDIS, line.environment(fake.url()))) {
            Exception failure = purchasing.buy(line.request()).getException();
            assertThat(failure).isNotNull();
            Matcher named = HELD.matcher(String.valueOf(failure.getMessage()));
            assertThat(named.find()).as(failure.getMessage()).isTrue();
            assertThat(named.group(1)).endsWith(line.request().work());
            assertThat(named.group(2)).isEqualTo(line.offer());
            assertThat(fake.calls()).hasSize(before);
            return named;
        }
    }

    private ProviderResult resume(TestingLine line, TestingProvider fake) {
        try (TestingPurchasing purchasing = new TestingPurchasing(REDIS, line.environment(fake.url()))) {
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

    private void crash(TestingLine line, TestingProvider fake, Boundary boundary) throws Exception {
        Process worker = start(line, fake, boundary);
        boolean ended = worker.waitFor(1, TimeUnit.MINUTES);
        worker.destroyForcibly().waitFor();
        assertThat(ended).isTrue();
        assertThat(worker.exitValue()).isEqualTo(TestingCrash.HALTED);
    }

    private static Process start(TestingLine line, TestingProvider fake, Boundary boundary) throws IOException {
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        File log = folder.resolve(line + "-" + boundary + ".log").toFile();
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--sun-misc-unsafe-memory-access=allow",
                "-Djava.io.tmpdir=" + folder,
                "-cp",
                path,
                TestingCrash.class.getName(),
                String.valueOf(REDIS.port()),
                line.name(),
                fake.url(),
                boundary.name());
        return builder.redirectErrorStream(true).redirectOutput(log).start();
    }
}
