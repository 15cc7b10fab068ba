// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.Image;
import com.avvyland.worker.testing.TestingS3;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.s3.S3Client;

class S3LinksIT {

    @RegisterExtension
    static final TestingS3 S3 = new TestingS3();

    private static final Image IMAGE = new Image("image/png", Bytes.of(new byte[] {1, 2, 3}), null, null);

    @BeforeAll
    static void create() {
        try (S3Client client = TestingStores.client(S3, false)) {
            client.createBucket(request -> request.bucket(TestingStores.BUCKET));
        }
    }

    @Test
    void lendsAUrlThatAnybodyReads() throws IOException {
        URI url = lend();

        assertThat(url.getPath()).matches("/models/prod/lent/[0-9a-f]{64}");
        HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection();
        assertThat(connection.getResponseCode()).isEqualTo(200);
        assertThat(connection.getContentType()).isEqualTo("image/png");
        assertThat(connection.getInputStream().readAllBytes()).containsExactly(1, 2, 3);
    }

    @Test
    void lendsNothingButThatObject() throws IOException {
        URI other = URI.create(lend().toString().replaceFirst("/lent/[0-9a-f]{2}", "/lent/zz"));
        URI unsigned = URI.create(lend().toString().replaceFirst("\\?.*", ""));

        assertThat(status(other)).isEqualTo(403);
        assertThat(status(unsigned)).isEqualTo(403);
    }

    @Test
    void saysThatTheStoreRefuses() {
        try (S3Stations stations = S3Stations.open(TestingStores.config(S3.endpoint(), "wrong"))) {
            assertThatThrownBy(() -> stations.links().lend(IMAGE, Duration.ofHours(1)))
                    .isInstanceOf(StoreRefusedException.class);
        }
    }

    private static URI lend() {
        try (S3Stations stations = S3Stations.open(TestingStores.config(S3.endpoint()))) {
            return stations.links().lend(IMAGE, Duration.ofHours(1));
        }
    }

    private static int status(URI url) throws IOException {
        return ((HttpURLConnection) url.toURL().openConnection()).getResponseCode();
    }
}
