// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.artifact;

import com.avvyland.worker.config.S3Config;
import java.time.Duration;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.auth.scheme.S3AuthSchemeProvider;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * Opens the one S3 client of the process, set up for stores that are not AWS.
 *
 * <p>Since 2.30 the SDK adds checksum trailers in chunks of its own framing, which Ceph and others refuse or store as
 * data: both are off. In their place the body's SHA-256 is part of every signature, over https too, where the SDK by
 * itself signs no body at all. Retries are the route's.
 */
final class S3Clients {

    /** A store that needs longer to accept a connection is down. */
    private static final Duration CONNECT = Duration.ofSeconds(5);

    /** Longest silence between two bytes; a store that stops answering mid-way is not waited for any longer. */
    private static final Duration SILENCE = Duration.ofSeconds(30);

    private S3Clients() {}

    /**
     * Open a client; nothing is called yet. Close it to give up its connections.
     *
     * @param trust absent: the platform's certificates
     */
    static S3Client open(S3Config config, TrustManager @Nullable [] trust) {
        Apache5HttpClient.Builder http = Apache5HttpClient.builder()
                .connectionTimeout(CONNECT)
                .socketTimeout(shorter(SILENCE, config.timeout()))
                .connectionAcquisitionTimeout(config.timeout())
                .expectContinueEnabled(false)
                .maxConnections(64);
        if (trust != null) {
            http.tlsTrustManagersProvider(() -> trust);
        }
        S3AuthSchemeProvider schemes = S3AuthSchemeProvider.defaultProvider();
        S3ClientBuilder builder = S3Client.builder()
                .region(Region.of(config.region()))
                .forcePathStyle(config.pathStyle())
                .credentialsProvider(credentials(config.keys()))
                .serviceConfiguration(
                        S3Configuration.builder().chunkedEncodingEnabled(false).build())
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .authSchemeProvider(parameters -> schemes.resolveAuthScheme(parameters).stream()
                        .map(scheme -> scheme.toBuilder()
                                .putSignerProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, true)
                                .putSignerProperty(AwsV4HttpSigner.CHUNK_ENCODING_ENABLED, false)
                                .build())
                        .toList())
                .httpClientBuilder(http)
                .overrideConfiguration(override ->
                        override.retryStrategy(AwsRetryStrategy.doNotRetry()).apiCallTimeout(config.timeout()));
        if (config.endpoint() != null) {
            builder.endpointOverride(config.endpoint());
        }
        return builder.build();
    }

    /** Open a client as the SDK has it by default, with chunks and checksum trailers; for a look at a store alone. */
    static S3Client withDefaults(S3Config config) {
        S3ClientBuilder builder = S3Client.builder()
                .region(Region.of(config.region()))
                .forcePathStyle(config.pathStyle())
                .credentialsProvider(credentials(config.keys()))
                .httpClientBuilder(Apache5HttpClient.builder()
                        .connectionTimeout(CONNECT)
                        .socketTimeout(shorter(SILENCE, config.timeout())))
                .overrideConfiguration(override ->
                        override.retryStrategy(AwsRetryStrategy.doNotRetry()).apiCallTimeout(config.timeout()));
        if (config.endpoint() != null) {
            builder.endpointOverride(config.endpoint());
        }
        return builder.build();
    }

    /** Open what signs URLs; it calls nobody. */
    static S3Presigner presigner(S3Config config) {
        S3Presigner.Builder builder = S3Presigner.builder()
                .region(Region.of(config.region()))
                .credentialsProvider(credentials(config.keys()))
                .serviceConfiguration(S3Configuration.builder()
                        .pathStyleAccessEnabled(config.pathStyle())
                        .build());
        if (config.endpoint() != null) {
            builder.endpointOverride(config.endpoint());
        }
        return builder.build();
    }

    private static AwsCredentialsProvider credentials(S3Config.@Nullable Keys keys) {
        if (keys == null) {
            return DefaultCredentialsProvider.builder().build();
        }
        return StaticCredentialsProvider.create(AwsBasicCredentials.create(
                keys.accessKeyId().reveal(), keys.secretAccessKey().reveal()));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
