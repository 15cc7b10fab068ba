// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.artifact;

import com.avvyland.worker.source.Spool;
import com.avvyland.worker.source.UrlReader;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.TaskFailure;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/**
 * Reads models from the buckets that tasks may name, with the worker's own credentials.
 *
 * <p>Permanent: another bucket, and no object of that name. Passing: everything else, as for storing.
 */
final class S3Reader implements UrlReader {

    private static final Pattern URL =
            Pattern.compile("s3://([^/]{1,63})/(\\P{Cntrl}{1,1024})", Pattern.CASE_INSENSITIVE);

    private final S3Client s3;
    private final Set<String> buckets;
    private final Duration timeout;

    /**
     * Create a reader.
     *
     * @param timeout for one model, from connecting to the last byte
     */
    S3Reader(S3Client s3, List<String> buckets, Duration timeout) {
        this.s3 = s3;
        this.buckets = Set.copyOf(buckets);
        this.timeout = timeout;
    }

    @Override
    public Bytes read(String url, long most) {
        Matcher parts = URL.matcher(url);
        if (!parts.matches()) {
            throw invalid("not an object's URL", "s3://bucket/key");
        }
        if (!buckets.contains(parts.group(1))) {
            throw invalid("another bucket", "one of worker.s3.input_buckets");
        }
        try {
            return s3.getObject(
                    request -> request.bucket(parts.group(1))
                            .key(parts.group(2))
                            .overrideConfiguration(override -> override.apiCallTimeout(timeout)),
                    (response, body) -> model(response, body, most));
        } catch (NoSuchKeyException e) {
            throw invalid("no such object", "an object in the bucket");
        } catch (SdkException e) {
            throw S3Failures.of(e);
        }
    }

    private static Bytes model(GetObjectResponse response, AbortableInputStream body, long most) throws IOException {
        boolean whole = false;
        try {
            if (response.contentLength() != null && response.contentLength() > most) {
                throw Spool.tooLarge(response.contentLength(), most);
            }
            Bytes model = Spool.read(body, most);
            whole = true;
            return model;
        } finally {
            if (!whole) {
                body.abort();
            }
        }
    }

    private static TaskFailure invalid(String found, String expected) {
        return new TaskFailure(
                FailureCode.INVALID_PAYLOAD, "input_model_url: %s (expected: %s)".formatted(found, expected));
    }
}
