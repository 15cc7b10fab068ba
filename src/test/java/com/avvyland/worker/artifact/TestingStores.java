// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.artifact;

import com.avvyland.worker.config.S3Config;
import com.avvyland.worker.config.Secret;
import com.avvyland.worker.testing.TestingS3;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.services.s3.S3Client;

/** Makes configurations and clients for stores on loopback. */
final class TestingStores {

    static final String BUCKET = "models";

    private TestingStores() {}

    static S3Config config(URI endpoint) {
        return config(endpoint, TestingS3.SECRET_ACCESS_KEY);
    }

    static S3Config config(URI endpoint, String secret) {
        return new S3Config(
                BUCKET,
                "us-east-1",
                endpoint,
                true,
                new S3Config.Keys(new Secret(TestingS3.ACCESS_KEY_ID), new Secret(secret)),
                "prod",
                List.of(BUCKET),
                Duration.ofSeconds(10));
    }

    static S3Client client(TestingS3 s3, boolean secure) {
        return secure
                ? S3Clients.open(config(s3.secureEndpoint()), s3.tls().trust())
                : S3Clients.open(config(s3.endpoint()), null);
    }
}
