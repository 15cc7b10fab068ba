// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.artifact;

import com.avvyland.worker.artifact.ObjectCheck.Found;
import com.avvyland.worker.artifact.Upload.Way;
import com.avvyland.worker.task.TaskFailure;
import java.io.InputStream;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Headers;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Stands around the step that sends an artifact to the store: is it there already, what is sent, what does an error mean,
 * and does the store have what was sent. Safe to use from any thread.
 */
public final class ObjectUpload {

    private static final Logger LOG = LoggerFactory.getLogger(ObjectUpload.class);

    private final ObjectCheck check;
    private final Conditions conditions;

    ObjectUpload(S3Client s3, Conditions conditions) {
        this.check = new ObjectCheck(s3);
        this.conditions = conditions;
    }

    /**
     * Say how a draft gets into the store.
     *
     * @throws TaskFailure passing
     */
    public Upload find(@Variable("draft") Draft draft) {
        Way way = draft.digests().whole() ? Way.WHOLE : Way.PARTS;
        return switch (check.look(draft)) {
            case SAME -> new Upload(Way.NONE, false);
            // A key that is wrong altogether is refused again by the write, which says why.
            case ABSENT, HIDDEN -> new Upload(way, conditions.known());
            case OTHER -> {
                LOG.warn("{}: the store has other bytes under its digest; they are replaced", draft);
                yield new Upload(way, false);
            }
        };
    }

    /** Return the body of the request, and set all that camel-aws2-s3 reads from headers. */
    public InputStream prepare(@Variable("draft") Draft draft, @Headers Map<String, Object> headers) {
        // The task's own headers stay: a failure of this step is reported with them.
        headers.keySet().removeIf(name -> name.toLowerCase(Locale.ROOT).startsWith("camelaws"));
        headers.put("CamelAwsS3BucketName", draft.stored().bucket());
        headers.put("CamelAwsS3Key", draft.stored().key());
        headers.put("CamelAwsS3ContentType", draft.contentType());
        headers.put("CamelAwsS3ContentLength", (long) draft.size());
        headers.put(
                "CamelAwsS3ContentMD5",
                Base64.getEncoder().encodeToString(draft.digests().partMd5s().getFirst()));
        return new BufferStream(draft.content());
    }

    /**
     * Say what an error of the request means; returns where it means that another worker was first.
     *
     * @throws TaskFailure passing
     */
    public void refused(
            @ExchangeProperty("CamelExceptionCaught") Exception failure,
            @Variable("draft") Draft draft,
            @Variable("upload") Upload upload) {
        if (S3Failures.status(failure) == S3Failures.PRECONDITION_FAILED) {
            LOG.debug("{}: stored by another worker meanwhile", draft);
            return;
        }
        if (upload.conditional() && S3Failures.knowsNoConditions(failure)) {
            conditions.unknown();
            throw new StoreUnavailableException(
                    "s3: 501 for a conditional write (expected: the next without)", failure);
        }
        throw S3Failures.of(failure);
    }

    /**
     * Pass a draft whose very bytes the store has; only then may anything refer to it.
     *
     * @throws TaskFailure passing
     */
    public void verify(@Variable("draft") Draft draft, @Variable("drafts") ArtifactSet drafts) {
        Found found = check.look(draft);
        if (found != Found.SAME) {
            throw new StoreRefusedException(
                    "s3: %s after it was stored (expected: the bytes that were sent)"
                            .formatted(
                                    switch (found) {
                                        case ABSENT -> "no object";
                                        case HIDDEN -> "403";
                                        default -> "other bytes";
                                    }),
                    null);
        }
        drafts.confirm(draft);
    }
}
