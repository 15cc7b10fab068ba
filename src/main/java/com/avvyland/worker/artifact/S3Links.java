// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.artifact;

import com.avvyland.worker.config.S3Config;
import com.avvyland.worker.task.Image;
import com.avvyland.worker.task.TaskFailure;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.HexFormat;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * Lends images to those who fetch them: each is put under its digest, {@code <prefix>/lent/<sha256>}, and read by a
 * presigned GET. What is left there is the bucket's lifecycle rule's. Safe to use from any thread.
 */
public final class S3Links {

    private final S3Config config;
    private final S3Client s3;
    private final S3Presigner presigner;

    S3Links(S3Config config, S3Client s3, S3Presigner presigner) {
        this.config = config;
        this.s3 = s3;
        this.presigner = presigner;
    }

    /**
     * Store an image and return a URL by which anybody reads it.
     *
     * @param time how long the URL works, at most 7 days (Signature Version 4)
     * @throws TaskFailure passing
     */
    public URI lend(Image image, Duration time) {
        byte[] content = image.bytes().toByteArray();
        String digest = HexFormat.of().formatHex(Digests.digest("SHA-256").digest(content));
        String key = (config.prefix().isEmpty() ? "" : config.prefix() + "/") + "lent/" + digest;
        try {
            s3.putObject(
                    request -> request.bucket(config.bucket()).key(key).contentType(image.mime()),
                    RequestBody.fromBytes(content));
            return presigner
                    .presignGetObject(request -> request.signatureDuration(time)
                            .getObjectRequest(get -> get.bucket(config.bucket()).key(key)))
                    .url()
                    .toURI();
        } catch (SdkException e) {
            throw S3Failures.of(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("url: not a URI (expected: one of the SDK's)", e);
        }
    }
}
