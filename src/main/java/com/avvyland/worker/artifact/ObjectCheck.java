// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.artifact;

import com.avvyland.worker.task.TaskFailure;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * Compares an object in the store with a draft: its size and its ETag, and its content where the ETag is not an MD5.
 * Safe to use from any thread.
 */
final class ObjectCheck {

    private final S3Client s3;

    ObjectCheck(S3Client s3) {
        this.s3 = s3;
    }

    /** What the store has under a draft's key. */
    enum Found {
        ABSENT,
        SAME,
        OTHER,
        /** The key may not see whether it is there: S3 says so of absent objects where listing is not allowed. */
        HIDDEN
    }

    /**
     * Look at the object.
     *
     * @throws TaskFailure passing, when the store does not say
     */
    Found look(Draft draft) {
        try {
            HeadObjectResponse head = head(draft.stored());
            if (head == null) {
                return Found.ABSENT;
            }
            if (head.contentLength() == null || head.contentLength() != draft.size()) {
                return Found.OTHER;
            }
            // An ETag of another form (encrypted, other parts) says nothing, neither does one that differs.
            boolean same = draft.digests().etag().equals(unquoted(head.eTag())) || readsTheSame(draft);
            return same ? Found.SAME : Found.OTHER;
        } catch (SdkException failed) {
            if (S3Failures.status(failed) == 403) {
                return Found.HIDDEN;
            }
            throw S3Failures.of(failed);
        }
    }

    private @Nullable HeadObjectResponse head(Draft.Place place) {
        try {
            return s3.headObject(request -> request.bucket(place.bucket()).key(place.key()));
        } catch (SdkException failed) {
            if (S3Failures.status(failed) == 404) {
                return null;
            }
            throw failed;
        }
    }

    private boolean readsTheSame(Draft draft) {
        Draft.Place place = draft.stored();
        return s3.getObject(
                request -> request.bucket(place.bucket()).key(place.key()),
                (_, body) -> sha256(body, draft.size()).equals(draft.digests().sha256()));
    }

    private static String sha256(InputStream body, long size) throws IOException {
        MessageDigest digest = Digests.digest("SHA-256");
        byte[] buffer = new byte[64 << 10];
        long total = 0;
        for (int read = body.read(buffer); read >= 0 && total <= size; read = body.read(buffer)) {
            digest.update(buffer, 0, read);
            total += read;
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static String unquoted(@Nullable String etag) {
        return etag == null ? "" : etag.replace("\"", "");
    }
}
