// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.artifact;

import com.avvyland.worker.config.S3Config;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.s3.presigner.model.PresignedGetObjectRequest;

/**
 * Takes a random object to the store and back as the worker takes artifacts, under {@code <prefix>/doctor/}, and deletes
 * it.
 */
public final class StoreProbe {

    /** Each call; the probe makes six. */
    private static final Duration EACH = Duration.ofSeconds(4);

    /** Larger than what a store may keep inside its index, small enough for any line. */
    private static final int SIZE = 64 << 10;

    private static final String TYPE = "model/gltf-binary";

    private final S3Config config;
    private final S3Client s3;
    private final InstantSource clock;
    private final String key;
    private final byte[] content = new byte[SIZE];
    private final List<StoreFinding> findings = new ArrayList<>();

    private StoreProbe(S3Config config, S3Client s3, InstantSource clock) {
        this.config = config;
        this.s3 = s3;
        this.clock = clock;
        this.key = (config.prefix().isEmpty() ? "" : config.prefix() + "/") + "doctor/" + UUID.randomUUID();
        new SecureRandom().nextBytes(content);
    }

    /** Look at the store of a configuration; some seconds at most where it answers. */
    public static List<StoreFinding> look(S3Config config, InstantSource clock) {
        S3Config bounded = new S3Config(
                config.bucket(),
                config.region(),
                config.endpoint(),
                config.pathStyle(),
                config.keys(),
                config.prefix(),
                config.inputBuckets(),
                config.timeout().compareTo(EACH) < 0 ? config.timeout() : EACH);
        try (S3Client s3 = S3Clients.open(bounded, null)) {
            return new StoreProbe(bounded, s3, clock).run();
        }
    }

    private List<StoreFinding> run() {
        long began = System.nanoTime();
        try {
            put();
        } catch (SdkException refused) {
            findings.add(StoreFinding.broken("s3", "put: " + StoreHints.of(refused, config)));
            return findings;
        }
        try {
            read(began);
            presigned();
            findings.add(new ChunkedUpload(s3, config).look(key + "-chunked"));
        } catch (SdkException refused) {
            findings.add(StoreFinding.broken("s3", "get: " + StoreHints.of(refused, config)));
        } finally {
            delete();
        }
        return findings;
    }

    private void put() {
        s3.putObject(
                request -> request.bucket(config.bucket())
                        .key(key)
                        .contentType(TYPE)
                        .contentMD5(Base64.getEncoder()
                                .encodeToString(Digests.digest("MD5").digest(content))),
                RequestBody.fromBytes(content));
    }

    private void read(long began) {
        var object =
                s3.getObjectAsBytes(request -> request.bucket(config.bucket()).key(key));
        long took = (System.nanoTime() - began) / 1_000_000;
        GetObjectResponse answer = object.response();
        if (!Arrays.equals(object.asByteArrayUnsafe(), content)) {
            findings.add(StoreFinding.broken(
                    "s3",
                    "other bytes came back than were sent, %d of %d (expected: the same; this store can't be used)"
                            .formatted(object.asByteArrayUnsafe().length, SIZE)));
        } else {
            findings.add(StoreFinding.fine(
                    "s3",
                    "bucket %s: %d KiB there and back in %d ms, the same SHA-256"
                            .formatted(config.bucket(), SIZE >> 10, took)));
        }
        if (!TYPE.equals(answer.contentType())) {
            findings.add(StoreFinding.doubtful(
                    "s3-type",
                    "%s came back for %s (expected: the same; browsers see the other)"
                            .formatted(answer.contentType(), TYPE)));
        }
        StoreClock.look(answer.sdkHttpResponse(), clock.instant()).ifPresent(findings::add);
    }

    /** Fetch as a provider fetches what it is lent: by a URL, with nothing else. */
    private void presigned() {
        try (S3Presigner presigner = S3Clients.presigner(config);
                SdkHttpClient http = Apache5HttpClient.builder()
                        .connectionTimeout(EACH)
                        .socketTimeout(EACH)
                        .build()) {
            PresignedGetObjectRequest link =
                    presigner.presignGetObject(request -> request.signatureDuration(Duration.ofMinutes(1))
                            .getObjectRequest(get -> get.bucket(config.bucket()).key(key)));
            HttpExecuteResponse answer = http.prepareRequest(HttpExecuteRequest.builder()
                            .request(link.httpRequest())
                            .build())
                    .call();
            SdkHttpResponse head = answer.httpResponse();
            byte[] body;
            try (var stream = answer.responseBody().orElseThrow(() -> new IOException("no body"))) {
                body = stream.readNBytes(SIZE + 1);
            }
            findings.add(
                    head.isSuccessful() && Arrays.equals(body, content)
                            ? StoreFinding.fine("s3-presigned", "a presigned GET reads the object")
                            : StoreFinding.doubtful(
                                    "s3-presigned",
                                    "%d (expected: 200; providers that fetch images by URL are of no use with this store)"
                                            .formatted(head.statusCode())));
        } catch (IOException broken) {
            findings.add(StoreFinding.doubtful("s3-presigned", "no answer (expected: 200)"));
        }
    }

    private void delete() {
        try {
            s3.deleteObject(request -> request.bucket(config.bucket()).key(key));
            s3.deleteObject(request -> request.bucket(config.bucket()).key(key + "-chunked"));
        } catch (SdkException refused) {
            findings.add(StoreFinding.doubtful(
                    "s3-delete",
                    "%s stays: %s (expected: DeleteObject for this look, or a lifecycle rule; the worker deletes nothing)"
                            .formatted(key, StoreHints.of(refused, config))));
        }
    }
}
