// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.artifact;

import com.avvyland.worker.config.S3Config;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Sends an object as today's SDKs do by default, in chunks of AWS's own framing with a checksum behind them, and looks what
 * the store made of it. The worker sends nothing in this way; whoever else writes to the bucket may.
 */
final class ChunkedUpload {

    private static final byte[] CONTENT =
            "avvy-worker doctor: this text and nothing else".getBytes(StandardCharsets.US_ASCII);

    private final S3Client s3;
    private final S3Config config;

    ChunkedUpload(S3Client s3, S3Config config) {
        this.s3 = s3;
        this.config = config;
    }

    StoreFinding look(String key) {
        try (S3Client defaults = S3Clients.withDefaults(config)) {
            defaults.putObject(request -> request.bucket(config.bucket()).key(key), RequestBody.fromBytes(CONTENT));
        } catch (SdkException refused) {
            return StoreFinding.fine(
                    "s3-chunked",
                    "aws-chunked uploads are refused; the worker sends none, other clients have to turn them off");
        }
        byte[] stored = s3.getObjectAsBytes(
                        request -> request.bucket(config.bucket()).key(key))
                .asByteArrayUnsafe();
        return Arrays.equals(stored, CONTENT)
                ? StoreFinding.fine("s3-chunked", "aws-chunked uploads are stored as they were meant")
                : StoreFinding.doubtful(
                        "s3-chunked",
                        "the store keeps the framing of aws-chunked uploads as data (expected: to undo it; the worker sends none,"
                                + " but other clients with an SDK's defaults break their objects)");
    }
}
