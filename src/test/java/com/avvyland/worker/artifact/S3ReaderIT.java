// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.avvyland.worker.config.S3Config;
import com.avvyland.worker.source.UrlReader;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.TaskFailure;
import com.avvyland.worker.testing.TestingS3;
import com.avvyland.worker.testing.TestingSocketServer;
import com.avvyland.worker.testing.TestingSocketServer.Script;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

@Timeout(30)
class S3ReaderIT {

    @RegisterExtension
    static final TestingS3 S3 = new TestingS3();

    private static final byte[] MODEL = new byte[(2 << 20) + 3];
    private static final int MOST = 3 << 20;

    @BeforeAll
    static void upload() {
        new Random(5).nextBytes(MODEL);
        try (S3Client client = TestingStores.client(S3, false)) {
            client.createBucket(request -> request.bucket(TestingStores.BUCKET));
            client.createBucket(request -> request.bucket("other"));
            for (String key : new String[] {"in/a b+c%20?v=1.glb", "a.glb"}) {
                client.putObject(
                        request -> request.bucket(TestingStores.BUCKET).key(key), RequestBody.fromBytes(MODEL));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3://models/a.glb", "S3://models/a.glb", "s3://models/in/a b+c%20?v=1.glb"})
    void readsAnObjectByItsKeyAsItIsWritten(String url) {
        assertThat(read(TestingStores.config(S3.endpoint()), url)).isEqualTo(Bytes.of(MODEL));
    }

    @ParameterizedTest
    @CsvSource({
        "s3://models/absent.glb, 'no such object (expected: an object in the bucket)'",
        "s3://other/a.glb, 'another bucket (expected: one of worker.s3.input_buckets)'",
        "s3://MODELS/a.glb, 'another bucket (expected: one of worker.s3.input_buckets)'",
        "s3://models, 'not an object''s URL (expected: s3://bucket/key)'",
        "s3://models/, 'not an object''s URL (expected: s3://bucket/key)'",
        "s3:///a.glb, 'not an object''s URL (expected: s3://bucket/key)'",
    })
    void refusesForGoodWhatNoRetryCanRead(String url, String message) {
        TaskFailure failure = refused(TestingStores.config(S3.endpoint()), url);

        assertThat(failure).hasMessage("input_model_url: " + message);
        assertThat(failure.code()).isEqualTo(FailureCode.INVALID_PAYLOAD);
    }

    @Test
    void callsAWrongSecretPassingForAPersonMustAct() {
        TaskFailure failure = refused(TestingStores.config(S3.endpoint(), "wrong"), "s3://models/a.glb");

        assertThat(failure).isInstanceOf(StoreRefusedException.class);
        assertThat(failure).hasMessageStartingWith("s3: 403 SignatureDoesNotMatch (expected: S3_ACCESS_KEY_ID");
    }

    @Test
    void callsAMissingBucketPassingForAPersonMustAct() {
        S3Config there = TestingStores.config(S3.endpoint());
        var config = new S3Config(
                there.bucket(),
                there.region(),
                there.endpoint(),
                true,
                there.keys(),
                "",
                List.of("absent"),
                there.timeout());

        TaskFailure failure = refused(config, "s3://absent/a.glb");

        assertThat(failure).isInstanceOf(StoreRefusedException.class).hasMessageStartingWith("s3: 404 NoSuchBucket");
        assertThat(failure.code()).isEqualTo(FailureCode.STORAGE_FAILED);
    }

    @Test
    void refusesAnObjectThatIsTooLarge() {
        try (S3Stations stations = S3Stations.open(TestingStores.config(S3.endpoint()))) {
            TaskFailure failure = catchThrowableOfType(
                    TaskFailure.class,
                    () -> stations.reader(Duration.ofSeconds(5)).read("s3://models/a.glb", MODEL.length - 1));

            assertThat(failure.code()).isEqualTo(FailureCode.MODEL_TOO_LARGE);
        }
    }

    @Test
    void dropsAnAnswerThatHasNoEnd() throws IOException {
        assertThat(against(TestingSocketServer.endless("HTTP/1.1 200 OK\r\n\r\n"))
                        .code())
                .isEqualTo(FailureCode.MODEL_TOO_LARGE);
    }

    @Test
    void endsAnAnswerThatComesByteByByte() throws IOException {
        assertThat(against(TestingSocketServer.dripping("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")))
                .hasMessageStartingWith("s3: no answer in time");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\nConnection: close\r\n\r\nhalf",
                "HTTP/1.1 503 Slow Down\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n",
            })
    void callsWhatBreaksOnTheWayPassing(String answer) throws IOException {
        TaskFailure failure = against(TestingSocketServer.answering(answer));

        assertThat(failure).isInstanceOf(StoreUnavailableException.class);
        assertThat(failure.code()).isEqualTo(FailureCode.STORAGE_FAILED);
    }

    private static TaskFailure against(Script script) throws IOException {
        try (var server = new TestingSocketServer(script)) {
            return refused(TestingStores.config(URI.create("http://127.0.0.1:" + server.port())), "s3://models/a.glb");
        }
    }

    private static TaskFailure refused(S3Config config, String url) {
        return catchThrowableOfType(TaskFailure.class, () -> read(config, url));
    }

    private static Bytes read(S3Config config, String url) {
        try (S3Stations stations = S3Stations.open(config)) {
            UrlReader reader = stations.reader(Duration.ofSeconds(2));
            return reader.read(url, MOST);
        }
    }
}
