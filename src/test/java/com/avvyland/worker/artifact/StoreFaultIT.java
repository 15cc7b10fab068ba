// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.avvyland.worker.artifact.TestingStore.Refusal;
import com.avvyland.worker.config.ArtifactsConfig.Store;
import com.avvyland.worker.config.S3Config;
import com.avvyland.worker.task.Artifact;
import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.TaskFailure;
import com.avvyland.worker.testing.TestingS3;
import com.avvyland.worker.testing.TestingSocketServer;
import com.avvyland.worker.testing.TestingTls;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.S3Client;

@Timeout(60)
class StoreFaultIT {

    @RegisterExtension
    static final TestingS3 S3 = new TestingS3();

    private static final byte[] CANONICAL = bytes(5000);
    private static final byte[] VIEW = bytes(3000);

    @BeforeAll
    static void makeBucket() {
        try (S3Client client = TestingStores.client(S3, false)) {
            client.createBucket(request -> request.bucket(TestingStores.BUCKET));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void sendsTheBytesAsTheyAreWithTheirDigestsInTheSignature(boolean secure) throws Exception {
        TestingTls tls = TestingTls.of("ip:127.0.0.1");
        try (var store = new TestingStore(secure ? tls.server() : null);
                var routes =
                        new TestingArtifactRoutes(TestingStores.config(store.endpoint()), Store.ALWAYS, tls.trust())) {
            routes.run(CANONICAL, VIEW);

            assertThat(store.puts()).hasSize(2);
            TestingStore.Request put = store.puts().getFirst();
            assertThat(put.body()).isEqualTo(CANONICAL);
            assertThat(put.headers())
                    .containsEntry("content-length", "5000")
                    .containsEntry("content-type", "model/gltf-binary")
                    .containsEntry(
                            "content-md5",
                            Base64.getEncoder()
                                    .encodeToString(Digests.digest("MD5").digest(CANONICAL)))
                    .containsEntry(
                            "x-amz-content-sha256",
                            HexFormat.of().formatHex(Digests.digest("SHA-256").digest(CANONICAL)))
                    .containsEntry("if-none-match", "*")
                    .doesNotContainKeys("content-encoding", "x-amz-trailer", "x-amz-sdk-checksum-algorithm", "tenant");
            assertThat(put.headers().get("authorization"))
                    .contains("content-md5")
                    .contains("if-none-match")
                    .contains("x-amz-content-sha256");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "503, SlowDown, s3: 503 SlowDown (expected: 200)",
        "500, InternalError, s3: 500 InternalError (expected: 200)",
        "429, TooManyRequests, s3: 429 TooManyRequests (expected: 200)",
        "409, ConditionalRequestConflict, s3: 409 ConditionalRequestConflict (expected: 200)",
        "408, Timeout, s3: 408 Timeout (expected: 200)",
        "400, BadDigest, s3: 400 BadDigest (expected: the bytes as they were sent)",
        "400, RequestTimeout, s3: 400 RequestTimeout (expected: the bytes as they were sent)",
        "400, XAmzContentSHA256Mismatch, s3: 400 XAmzContentSHA256Mismatch (expected: the bytes as they were sent)",
    })
    void asksAgainWhereTheStoreMayDoItLater(int status, String code, String message) throws IOException {
        try (var store = new TestingStore().refusing(request -> onPut(request, status, code));
                var routes = routes(store.endpoint())) {
            StoreUnavailableException failure =
                    catchThrowableOfType(StoreUnavailableException.class, () -> routes.run(CANONICAL, VIEW));

            assertThat(failure).hasMessage(message);
            assertThat(failure.code()).isEqualTo(FailureCode.STORAGE_FAILED);
            assertThat(store.puts()).hasSize(3);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "401, Unauthorized, that may use the bucket",
        "403, AccessDenied, that may use the bucket",
        "403, SignatureDoesNotMatch, that may use the bucket",
        "403, RequestTimeTooSkewed, that may use the bucket",
        "404, NoSuchBucket, the bucket in S3_BUCKET exists",
        "400, InvalidRequest, 200",
        "301, PermanentRedirect, 200",
    })
    void asksOnceWhereAPersonMustAct(int status, String code, String expected) throws IOException {
        try (var store = new TestingStore().refusing(request -> onPut(request, status, code));
                var routes = routes(store.endpoint())) {
            StoreRefusedException failure =
                    catchThrowableOfType(StoreRefusedException.class, () -> routes.run(CANONICAL, VIEW));

            assertThat(failure)
                    .hasMessageStartingWith("s3: %d %s (expected: ".formatted(status, code))
                    .hasMessageContaining(expected);
            assertThat(failure.code().permanent()).isFalse();
            assertThat(store.puts()).hasSize(1);
        }
    }

    @Test
    void goesOnWhenTheStoreIsBack() throws IOException {
        try (var store = new TestingStore()) {
            store.refusing(request -> store.puts().size() <= 2 ? onPut(request, 503, "SlowDown") : null);
            try (var routes = routes(store.endpoint())) {
                assertThat(routes.run(CANONICAL, VIEW)).hasSize(2);
            }
            assertThat(store.puts()).hasSize(4);
        }
    }

    @Test
    void writesWithoutAConditionWhereTheStoreKnowsNone() throws IOException {
        try (var store = new TestingStore()
                        .refusing(request -> request.headers().containsKey("if-none-match")
                                ? onPut(request, 501, "NotImplemented")
                                : null);
                var routes = routes(store.endpoint())) {
            assertThat(routes.run(CANONICAL, VIEW)).hasSize(2);
            assertThat(store.puts())
                    .extracting(put -> put.headers().containsKey("if-none-match"))
                    .containsExactly(true, false, false);
        }
    }

    @Test
    void writesAnObjectThatTheKeyMayNotSeeYet() throws IOException {
        try (var store = new TestingStore()) {
            store.refusing(
                    request -> request.method().equals("HEAD") && store.puts().isEmpty()
                            ? new Refusal(403, "AccessDenied")
                            : null);
            try (var routes = routes(store.endpoint())) {
                assertThat(routes.run(CANONICAL, VIEW)).hasSize(2);
            }
        }
    }

    @Test
    void namesNoObjectThatTheKeyMayWriteAndNotRead() throws IOException {
        try (var store = new TestingStore()
                        .refusing(request -> request.method().equals("PUT") ? null : new Refusal(403, "AccessDenied"));
                var routes = routes(store.endpoint())) {
            assertThat(catchThrowableOfType(StoreRefusedException.class, () -> routes.run(CANONICAL, VIEW)))
                    .hasMessage("s3: 403 after it was stored (expected: the bytes that were sent)");
        }
    }

    @Test
    void takesTheObjectOfAnotherWorkerThatWasFaster() throws IOException {
        try (var store = new TestingStore();
                var second = routes(store.endpoint());
                var first = routes(store.endpoint())) {
            boolean[] raced = {false};
            store.refusing(request -> {
                if (request.method().equals("PUT") && !raced[0]) {
                    raced[0] = true;
                    second.run(CANONICAL, VIEW);
                    return new Refusal(412, "PreconditionFailed");
                }
                return null;
            });

            List<Artifact> artifacts = first.run(CANONICAL, VIEW);

            assertThat(artifacts)
                    .allSatisfy(artifact -> assertThat(artifact.url()).isNotNull());
            assertThat(store.puts()).hasSize(3);
        }
    }

    @Test
    void namesNoObjectThatTheStoreKeepsDifferently() throws IOException {
        for (int kept : new int[] {0, 4999, 5000, 5001}) {
            try (var store = new TestingStore().keeping(sent -> damaged(sent, kept));
                    var routes = routes(store.endpoint())) {
                StoreRefusedException failure =
                        catchThrowableOfType(StoreRefusedException.class, () -> routes.run(CANONICAL, VIEW));

                assertThat(failure)
                        .as("%d bytes kept", kept)
                        .hasMessage("s3: %s after it was stored (expected: the bytes that were sent)"
                                .formatted(kept == 0 ? "no object" : "other bytes"));
                assertThat(store.puts()).hasSize(1);
            }
        }
    }

    @Test
    void readsTheObjectBackWhereItsEtagIsNoDigest() throws IOException {
        try (var store = new TestingStore().naming(_ -> "opaque");
                var routes = routes(store.endpoint())) {
            assertThat(routes.run(CANONICAL, VIEW)).hasSize(2);
            store.keeping(sent -> damaged(sent, sent.length));
            assertThat(catchThrowableOfType(StoreRefusedException.class, () -> routes.run(bytes(2000), VIEW)))
                    .hasMessageStartingWith("s3: other bytes");
        }
    }

    @Test
    void waitsNoLongerThanItsTimeout() throws IOException {
        try (var silent = new TestingSocketServer(TestingSocketServer.silent())) {
            S3Config config = shortOf(URI.create("http://127.0.0.1:" + silent.port()));
            try (var routes = new TestingArtifactRoutes(config, Store.ABOVE_LIMIT, null)) {
                assertThat(catchThrowableOfType(StoreUnavailableException.class, () -> routes.run(CANONICAL, VIEW)))
                        .hasMessage("s3: no answer in time (expected: one within worker.s3.timeout)");
            }
            assertThat(silent.connections()).isEqualTo(3);
        }
    }

    @Test
    void endsAnAnswerThatComesByteByByte() throws IOException {
        try (var slow = new TestingSocketServer(
                TestingSocketServer.dripping("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\nX-Slow: "))) {
            S3Config config = shortOf(URI.create("http://127.0.0.1:" + slow.port()));
            try (var routes = new TestingArtifactRoutes(config, Store.ABOVE_LIMIT, null)) {
                assertThat(catchThrowableOfType(StoreUnavailableException.class, () -> routes.run(CANONICAL, VIEW)))
                        .hasMessageStartingWith("s3: no answer in time");
            }
        }
    }

    @Test
    void endsAtOnceWhenTheWorkerStops() throws Exception {
        try (var silent = new TestingSocketServer(TestingSocketServer.silent());
                var routes = routes(URI.create("http://127.0.0.1:" + silent.port()))) {
            var interrupted = new CompletableFuture<Boolean>();
            Thread task = Thread.ofVirtual().start(() -> {
                var _ = catchThrowable(() -> routes.run(CANONICAL, VIEW));
                interrupted.complete(Thread.currentThread().isInterrupted());
            });
            await().until(() -> silent.connections() == 1);
            task.interrupt();

            // The flag tells the queue that the task has not failed and is to be given back.
            assertThat(interrupted.get(5, TimeUnit.SECONDS)).isTrue();
            assertThat(silent.connections()).isEqualTo(1);
        }
    }

    @Test
    void callsAResetAndAClosedPortPassing() throws IOException {
        URI gone;
        try (var resetting = new TestingSocketServer(TestingSocketServer.resetting())) {
            gone = URI.create("http://127.0.0.1:" + resetting.port());
            try (var routes = routes(gone)) {
                assertThat(catchThrowableOfType(StoreUnavailableException.class, () -> routes.run(CANONICAL, VIEW)))
                        .hasMessage("s3: connection broke (expected: an answer)");
            }
        }
        try (var routes = routes(gone)) {
            assertThat(catchThrowableOfType(StoreUnavailableException.class, () -> routes.run(CANONICAL, VIEW)))
                    .hasMessage("s3: connection broke (expected: an answer)");
        }
    }

    @Test
    void beginsALargeArtifactAgainAfterAResetWithinAPart() throws IOException {
        byte[] large = bytes(20 << 20);
        try (S3Client client = TestingStores.client(S3, false);
                var line = new TestingCutProxy(S3.port(), 12 << 20, 1);
                var routes = routes(line.endpoint())) {
            Artifact stored = routes.run(large, bytes(10)).getFirst();

            assertThat(line.cuts()).isEqualTo(1);
            String key = String.valueOf(stored.url()).substring("s3://models/".length());
            assertThat(client.getObjectAsBytes(request ->
                                    request.bucket(TestingStores.BUCKET).key(key))
                            .asByteArray())
                    .isEqualTo(large);
            assertThat(client.listMultipartUploads(request -> request.bucket(TestingStores.BUCKET))
                            .uploads())
                    .isEmpty();
        }
    }

    @Test
    void leavesNoPartsBehindWhenALargeArtifactCannotBeStored() throws IOException {
        try (S3Client client = TestingStores.client(S3, false);
                var line = new TestingCutProxy(S3.port(), 5 << 20, Integer.MAX_VALUE);
                var routes = routes(line.endpoint())) {
            TaskFailure failure =
                    catchThrowableOfType(TaskFailure.class, () -> routes.run(bytes((20 << 20) + 1), bytes(10)));

            assertThat(failure).hasMessage("s3: connection broke (expected: an answer)");
            assertThat(line.cuts()).isEqualTo(3);
            assertThat(client.listMultipartUploads(request -> request.bucket(TestingStores.BUCKET))
                            .uploads())
                    .isEmpty();
        }
    }

    private static @Nullable Refusal onPut(TestingStore.Request request, int status, String code) {
        return request.method().equals("PUT") ? new Refusal(status, code) : null;
    }

    private static TestingArtifactRoutes routes(URI endpoint) {
        return new TestingArtifactRoutes(TestingStores.config(endpoint), Store.ALWAYS, null);
    }

    private static S3Config shortOf(URI endpoint) {
        S3Config config = TestingStores.config(endpoint);
        return new S3Config(
                config.bucket(), config.region(), endpoint, true, config.keys(), "", List.of(), Duration.ofMillis(500));
    }

    private static byte[] damaged(byte[] sent, int length) {
        byte[] kept = Arrays.copyOf(sent, length);
        Arrays.fill(kept, Math.min(7, length), Math.min(8, length), (byte) 0xa5);
        return kept;
    }

    private static byte[] bytes(int size) {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        return content;
    }
}
