// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.avvyland.worker.journal.Blobs;
import com.avvyland.worker.journal.FallbackBlobs;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.testing.TestingS3;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(30)
class S3BlobsIT {

    @RegisterExtension
    static final TestingS3 S3 = new TestingS3();

    private static TestingBucket bucket;

    @BeforeAll
    static void create() {
        bucket = TestingBucket.create(S3, TestingStores.BUCKET);
    }

    @Test
    void keepsABlobUnderItsDigest() {
        try (S3Stations stations = S3Stations.open(TestingStores.config(S3.endpoint()))) {
            Blobs blobs = stations.blobs();
            Bytes blob = Bytes.of(new byte[] {1, 2, 3});

            blobs.keep("ab12", blob);

            assertThat(blobs.find("ab12")).isEqualTo(blob);
            assertThat(blobs.find("cd34")).isNull();
            assertThat(bucket.get(
                            TestingStores.config(S3.endpoint()).prefix().isEmpty()
                                    ? "journal/ab12"
                                    : TestingStores.config(S3.endpoint()).prefix() + "/journal/ab12"))
                    .containsExactly(1, 2, 3);
        }
    }

    @Test
    void keepsWhatWasPaidForElsewhereWhileTheStoreIsDown() {
        TestingBlobs redis = new TestingBlobs();
        try (S3Stations stations = S3Stations.open(TestingStores.config(URI.create("http://127.0.0.1:1")))) {
            Blobs blobs = new FallbackBlobs(stations.blobs(), redis);

            blobs.keep("ab12", Bytes.of(new byte[] {1}));

            assertThat(blobs.find("ab12")).isEqualTo(Bytes.of(new byte[] {1}));
            assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> blobs.find("cd34"));
        }
    }

    private static final class TestingBlobs implements Blobs {

        private final Map<String, Bytes> kept = new HashMap<>();

        @Override
        public void keep(String sha256, Bytes blob) {
            kept.put(sha256, blob);
        }

        @Override
        public @Nullable Bytes find(String sha256) {
            return kept.get(sha256);
        }
    }
}
