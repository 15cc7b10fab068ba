// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.artifact;

import com.avvyland.worker.journal.Blobs;
import com.avvyland.worker.task.Bytes;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/**
 * Keeps the journal's blobs in the bucket of the artifacts, under {@code <prefix>/journal/<sha256>}; a lifecycle rule
 * of the operator's ends them. Whoever reads one compares its digest. Safe for any thread.
 */
final class S3Blobs implements Blobs {

    private final S3Client s3;
    private final String bucket;
    private final String prefix;

    S3Blobs(S3Client s3, String bucket, String prefix) {
        this.s3 = s3;
        this.bucket = bucket;
        this.prefix = prefix.isEmpty() ? "journal/" : prefix + "/journal/";
    }

    @Override
    public void keep(String sha256, Bytes blob) {
        try {
            s3.putObject(
                    request -> request.bucket(bucket)
                            .key(prefix + sha256)
                            .contentType("application/cbor")
                            .contentLength((long) blob.length()),
                    RequestBody.fromContentProvider(blob::stream, blob.length(), "application/cbor"));
        } catch (SdkException e) {
            throw S3Failures.of(e);
        }
    }

    @Override
    public @Nullable Bytes find(String sha256) {
        try {
            return Bytes.of(
                    s3.getObjectAsBytes(request -> request.bucket(bucket).key(prefix + sha256))
                            .asByteArrayUnsafe());
        } catch (NoSuchKeyException e) {
            return null;
        } catch (SdkException e) {
            throw S3Failures.of(e);
        }
    }
}
