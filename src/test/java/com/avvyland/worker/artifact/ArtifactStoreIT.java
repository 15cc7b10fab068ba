// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.avvyland.worker.config.ArtifactsConfig.Store;
import com.avvyland.worker.config.S3Config;
import com.avvyland.worker.task.Artifact;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.Preview;
import com.avvyland.worker.task.TaskFailure;
import com.avvyland.worker.testing.TestingS3;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

@Timeout(60)
class ArtifactStoreIT {

    @RegisterExtension
    static final TestingS3 S3 = new TestingS3();

    private static final byte[] SMALL = bytes(1, 900);
    private static final Random RANDOM = new Random(7);

    private static S3Client client;

    @BeforeAll
    static void makeBucket() {
        client = TestingStores.client(S3, false);
        client.createBucket(request -> request.bucket(TestingStores.BUCKET));
    }

    @AfterAll
    static void close() {
        client.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void storesWhatIsTooLargeToTravelInline(boolean secure) throws Exception {
        byte[] canonical = bytes(RANDOM.nextInt(), 5000);
        List<Artifact> artifacts;
        try (var routes = routes(secure, Store.ABOVE_LIMIT)) {
            artifacts = routes.run(canonical, SMALL);
        }

        String sha256 = sha256(canonical);
        assertThat(artifacts)
                .containsExactly(
                        new Artifact(
                                "canonical_model",
                                "canonical.glb",
                                "model/gltf-binary",
                                sha256,
                                5000,
                                null,
                                "s3://models/prod/sha256/%s/%s.glb".formatted(sha256.substring(0, 2), sha256)),
                        new Artifact(
                                "processed_cbor",
                                "view.cbor",
                                "application/cbor",
                                sha256(SMALL),
                                900,
                                Bytes.of(SMALL),
                                null));
        assertThat(read(artifacts.getFirst())).isEqualTo(canonical);
        HeadObjectResponse head = head(artifacts.getFirst());
        assertThat(head.contentType()).isEqualTo("model/gltf-binary");
        assertThat(head.metadata()).isEmpty();
    }

    @Test
    void storesEveryArtifactWhereThatIsAskedFor() throws Exception {
        byte[] view = bytes(RANDOM.nextInt(), 300);
        try (var routes = routes(false, Store.ALWAYS)) {
            List<Artifact> artifacts = routes.run(bytes(RANDOM.nextInt(), 2000), view);

            assertThat(artifacts)
                    .allSatisfy(artifact -> assertThat(artifact.url()).startsWith("s3://models/"));
            assertThat(artifacts.getLast().bytes()).isEqualTo(Bytes.of(view));
            assertThat(read(artifacts.getLast())).isEqualTo(view);
        }
    }

    @Test
    void storesEachPreviewOnceWhereEveryArtifactIsStoredAndSendsItOnlyOnce() throws Exception {
        byte[] front = bytes(RANDOM.nextInt(), 3000);
        byte[] side = bytes(RANDOM.nextInt(), 10);
        List<Preview> previews =
                List.of(preview("front", front), preview("12.5,-30", side), preview("front", front.clone()));
        ByteBuffer made = ByteBuffer.wrap(SMALL);
        try (var always = routes(false, Store.ALWAYS);
                var aboveLimit = routes(false, Store.ABOVE_LIMIT);
                var withoutBucket = new TestingArtifactRoutes(null, Store.ALWAYS, null)) {
            List<Artifact> artifacts = always.run(made, made, previews);

            assertThat(artifacts.subList(2, artifacts.size()))
                    .containsExactly(stored("preview-front.png", front), stored("preview-12.5,-30.png", side));
            assertThat(read(artifacts.get(2))).isEqualTo(front);
            assertThat(head(artifacts.get(3)).contentType()).isEqualTo("image/png");
            assertThat(aboveLimit.run(made, made, previews)).hasSize(2);
            assertThat(withoutBucket.run(made, made, previews)).hasSize(2);
        }
    }

    private static Preview preview(String angle, byte[] picture) {
        return new Preview(angle, "image/png", 8, 8, Bytes.of(picture));
    }

    private static Artifact stored(String name, byte[] content) throws NoSuchAlgorithmException {
        String sha256 = sha256(content);
        String url = "s3://models/prod/sha256/%s/%s.png".formatted(sha256.substring(0, 2), sha256);
        return new Artifact("preview", name, "image/png", sha256, content.length, null, url);
    }

    @Test
    void storesEqualArtifactsOnce() {
        byte[] same = bytes(RANDOM.nextInt(), 5000);
        try (var routes = routes(false, Store.ALWAYS)) {
            Artifact first = routes.run(same, SMALL).getFirst();
            Instant stored = head(first).lastModified();
            // A second write would be a second later: S3 counts whole seconds.
            await().until(() -> Instant.now().isAfter(stored.plusMillis(1100)));
            Artifact second = routes.run(same, SMALL).getFirst();

            assertThat(second).isEqualTo(first);
            assertThat(head(second).lastModified()).isEqualTo(stored);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void storesALargeArtifactInParts(boolean secure) throws Exception {
        byte[] large = bytes(RANDOM.nextInt(), (20 << 20) + 17);
        try (var routes = routes(secure, Store.ABOVE_LIMIT)) {
            Artifact stored = routes.run(large, SMALL).getFirst();

            assertThat(read(stored)).isEqualTo(large);
            assertThat(head(stored).eTag())
                    .endsWith("-3\"")
                    .isEqualTo("\"%s\"", Digests.of(ByteBuffer.wrap(large)).etag());
            assertThat(head(stored).contentType()).isEqualTo("model/gltf-binary");
            assertThat(routes.run(large, SMALL).getFirst()).isEqualTo(stored);
        }
        assertNoUploadIsLeft();
    }

    @Test
    void replacesAnObjectWhoseBytesAreNotThoseOfItsName() throws Exception {
        byte[] right = bytes(RANDOM.nextInt(), 5000);
        byte[] wrong = right.clone();
        wrong[17] ^= 1;
        String key = "prod/sha256/%s/%s.glb".formatted(sha256(right).substring(0, 2), sha256(right));
        for (byte[] damaged : new byte[][] {wrong, bytes(1, 10), new byte[0]}) {
            client.putObject(request -> request.bucket(TestingStores.BUCKET).key(key), RequestBody.fromBytes(damaged));
            try (var routes = routes(false, Store.ABOVE_LIMIT)) {
                assertThat(read(routes.run(right, SMALL).getFirst())).isEqualTo(right);
            }
        }
    }

    @Test
    void knowsAnObjectAgainWhoseEtagIsNotItsDigest() throws Exception {
        byte[] content = bytes(RANDOM.nextInt(), 6 << 20);
        String key = "prod/sha256/%s/%s.glb".formatted(sha256(content).substring(0, 2), sha256(content));
        String id = client.createMultipartUpload(
                        request -> request.bucket(TestingStores.BUCKET).key(key))
                .uploadId();
        String etag = client.uploadPart(
                        request -> request.bucket(TestingStores.BUCKET)
                                .key(key)
                                .uploadId(id)
                                .partNumber(1),
                        RequestBody.fromBytes(content))
                .eTag();
        client.completeMultipartUpload(request -> request.bucket(TestingStores.BUCKET)
                .key(key)
                .uploadId(id)
                .multipartUpload(
                        upload -> upload.parts(part -> part.partNumber(1).eTag(etag))));
        try (var routes = routes(false, Store.ABOVE_LIMIT)) {
            Artifact known = routes.run(content, SMALL).getFirst();

            assertThat(head(known).eTag()).endsWith("-1\"");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {5000, 17 << 20})
    void reportsAWrongSecretForAPersonToRead(int size) {
        var config = TestingStores.config(S3.endpoint(), "wrong-secret");
        try (var routes = new TestingArtifactRoutes(config, Store.ABOVE_LIMIT, null)) {
            StoreRefusedException failure = catchThrowableOfType(
                    StoreRefusedException.class, () -> routes.run(bytes(RANDOM.nextInt(), size), SMALL));

            assertThat(failure.code()).isEqualTo(FailureCode.STORAGE_FAILED);
            assertThat(failure)
                    .hasMessageMatching(
                            "s3: 403 SignatureDoesNotMatch \\(expected: S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY that may use the bucket\\)")
                    .hasMessageNotContaining("wrong-secret")
                    .hasMessageNotContaining("127.0.0.1");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {5000, 17 << 20})
    void reportsAMissingBucketForAPersonToRead(int size) {
        var there = TestingStores.config(S3.endpoint());
        var config = new S3Config(
                "absent", there.region(), there.endpoint(), true, there.keys(), "", List.of(), there.timeout());
        try (var routes = new TestingArtifactRoutes(config, Store.ABOVE_LIMIT, null)) {
            StoreRefusedException failure = catchThrowableOfType(
                    StoreRefusedException.class, () -> routes.run(bytes(RANDOM.nextInt(), size), SMALL));

            assertThat(failure).hasMessage("s3: 404 NoSuchBucket (expected: the bucket in S3_BUCKET exists)");
        }
    }

    @Test
    void sendsEverythingInlineWhereThereIsNoBucket() {
        try (var routes = new TestingArtifactRoutes(null, Store.ALWAYS, null)) {
            assertThat(routes.run(SMALL, bytes(2, 1000))).allSatisfy(artifact -> {
                assertThat(artifact.url()).isNull();
                assertThat(artifact.bytes()).isNotNull();
            });

            TaskFailure failure = catchThrowableOfType(TaskFailure.class, () -> routes.run(bytes(1, 1001), SMALL));
            assertThat(failure.code()).isEqualTo(FailureCode.STORAGE_FAILED);
            assertThat(failure)
                    .hasMessage(
                            "canonical.glb: 1001 bytes (expected: at most callback.inline_limit, 1000B, or a bucket in"
                                    + " S3_BUCKET)");
        }
    }

    private static TestingArtifactRoutes routes(boolean secure, Store store) {
        return secure
                ? new TestingArtifactRoutes(
                        TestingStores.config(S3.secureEndpoint()),
                        store,
                        S3.tls().trust())
                : new TestingArtifactRoutes(TestingStores.config(S3.endpoint()), store, null);
    }

    private static void assertNoUploadIsLeft() {
        assertThat(client.listMultipartUploads(request -> request.bucket(TestingStores.BUCKET))
                        .uploads())
                .isEmpty();
    }

    private static byte[] read(Artifact artifact) {
        return client.getObjectAsBytes(
                        request -> request.bucket(TestingStores.BUCKET).key(key(artifact)))
                .asByteArray();
    }

    private static HeadObjectResponse head(Artifact artifact) {
        return client.headObject(request -> request.bucket(TestingStores.BUCKET).key(key(artifact)));
    }

    private static String key(Artifact artifact) {
        return String.valueOf(artifact.url()).substring("s3://models/".length());
    }

    private static String sha256(byte[] content) throws NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    }

    private static byte[] bytes(int seed, int size) {
        byte[] content = new byte[size];
        new Random(seed).nextBytes(content);
        return content;
    }
}
