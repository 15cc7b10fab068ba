// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.artifact;

import com.avvyland.worker.task.TaskFailure;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * Stores a large artifact in parts, one after the other, straight from its buffer.
 *
 * <p>Nothing becomes visible before every part is there. An upload that fails is aborted, so that its parts cost nothing;
 * those of a worker that was killed are left to the bucket's lifecycle rule. Safe to use from any thread.
 */
public final class MultipartUpload {

    private static final Logger LOG = LoggerFactory.getLogger(MultipartUpload.class);

    private final S3Client s3;
    private final Conditions conditions;

    MultipartUpload(S3Client s3, Conditions conditions) {
        this.s3 = s3;
        this.conditions = conditions;
    }

    /**
     * Store a draft; an object that another worker has stored meanwhile is left as it is.
     *
     * @throws TaskFailure passing, after the upload was aborted
     */
    public void store(@Variable("draft") Draft draft, @Variable("upload") Upload upload) {
        Session session = begin(draft);
        try {
            List<CompletedPart> parts = new ArrayList<>();
            for (int number = 1; number <= draft.digests().partMd5s().size(); number++) {
                parts.add(send(session, number));
            }
            complete(session, parts, upload.conditional() && conditions.known());
        } catch (RuntimeException | Error failed) {
            abort(session);
            if (S3Failures.status(failed) == S3Failures.PRECONDITION_FAILED) {
                LOG.debug("{}: stored by another worker meanwhile", draft);
                return;
            }
            if (failed instanceof SdkException) {
                throw S3Failures.of(failed);
            }
            throw failed;
        }
    }

    private record Session(Draft draft, Draft.Place place, String id) {}

    private Session begin(Draft draft) {
        Draft.Place place = draft.stored();
        try {
            String id = s3.createMultipartUpload(request ->
                            request.bucket(place.bucket()).key(place.key()).contentType(draft.contentType()))
                    .uploadId();
            return new Session(draft, place, id);
        } catch (SdkException failed) {
            throw S3Failures.of(failed);
        }
    }

    private CompletedPart send(Session session, int number) {
        ByteBuffer content = session.draft().content();
        int from = (number - 1) * Digests.PART;
        ByteBuffer part = content.slice(content.position() + from, Math.min(Digests.PART, content.remaining() - from));
        byte[] md5 = session.draft().digests().partMd5s().get(number - 1);
        UploadPartResponse sent = s3.uploadPart(
                request -> request.bucket(session.place().bucket())
                        .key(session.place().key())
                        .uploadId(session.id())
                        .partNumber(number)
                        .contentLength((long) part.remaining())
                        .contentMD5(Base64.getEncoder().encodeToString(md5)),
                RequestBody.fromContentProvider(
                        () -> new BufferStream(part),
                        part.remaining(),
                        session.draft().contentType()));
        LOG.debug("part {} of {}: {}", number, session.draft(), HexFormat.of().formatHex(md5));
        return CompletedPart.builder().partNumber(number).eTag(sent.eTag()).build();
    }

    private void complete(Session session, List<CompletedPart> parts, boolean conditional) {
        try {
            s3.completeMultipartUpload(request -> request.bucket(session.place().bucket())
                    .key(session.place().key())
                    .uploadId(session.id())
                    .ifNoneMatch(conditional ? "*" : null)
                    .multipartUpload(all -> all.parts(parts)));
        } catch (SdkException failed) {
            if (!conditional || !S3Failures.knowsNoConditions(failed)) {
                throw failed;
            }
            conditions.unknown();
            complete(session, parts, false);
        }
    }

    /** An interrupt means that the worker stops; the parts are given up all the same. */
    private void abort(Session session) {
        boolean interrupted = Thread.interrupted();
        try {
            s3.abortMultipartUpload(request -> request.bucket(session.place().bucket())
                    .key(session.place().key())
                    .uploadId(session.id()));
        } catch (SdkException failed) {
            LOG.warn(
                    "{}: upload not aborted, its parts stay until the bucket's lifecycle rule ends them: {}",
                    session.draft(),
                    S3Failures.of(failed).getMessage());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
