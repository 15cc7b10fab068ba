// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.artifact;

import com.avvyland.worker.task.Excerpt;
import com.avvyland.worker.task.TaskFailure;
import java.net.SocketTimeoutException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;

/** Turns what the SDK throws into a failure of the task; the text holds no address, no key and no request. */
final class S3Failures {

    /** The condition of a conditional write does not hold: the object is there already. */
    static final int PRECONDITION_FAILED = 412;

    private static final int NOT_IMPLEMENTED = 501;

    private S3Failures() {}

    /** Classify; {@code thrown} may be wrapped, as Camel does. */
    static TaskFailure of(Throwable thrown) {
        Throwable cause = cause(thrown);
        return switch (cause) {
            case TaskFailure known -> known;
            case AwsServiceException answered -> answered(answered);
            case ApiCallTimeoutException late -> noAnswer(late);
            case ApiCallAttemptTimeoutException late -> noAnswer(late);
            case SdkException broken when timedOut(broken) -> noAnswer(broken);
            case SdkException broken ->
                new StoreUnavailableException("s3: connection broke (expected: an answer)", broken);
            default -> new StoreUnavailableException("s3: not called (expected: an answer)", cause);
        };
    }

    /** Return the status of the store's answer, or 0 when there was none. */
    static int status(Throwable thrown) {
        return cause(thrown) instanceof AwsServiceException answered ? answered.statusCode() : 0;
    }

    /** Tell whether the store does not know conditional writes. */
    static boolean knowsNoConditions(Throwable thrown) {
        return cause(thrown) instanceof AwsServiceException answered
                && (answered.statusCode() == NOT_IMPLEMENTED || "NotImplemented".equals(code(answered)));
    }

    private static TaskFailure answered(AwsServiceException answer) {
        int status = answer.statusCode();
        String code = code(answer);
        String found = code == null ? "s3: " + status : "s3: %d %s".formatted(status, Excerpt.of(code, 64));
        if ("RequestTimeout".equals(code) || "BadDigest".equals(code) || "XAmzContentSHA256Mismatch".equals(code)) {
            return new StoreUnavailableException(found + " (expected: the bytes as they were sent)", answer);
        }
        if (status == 401 || status == 403) {
            return new StoreRefusedException(
                    found + " (expected: S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY that may use the bucket)", answer);
        }
        if (status == 404) {
            return new StoreRefusedException(found + " (expected: the bucket in S3_BUCKET exists)", answer);
        }
        // 409: another worker is writing the same object at this very moment. 200: parts that could not be put
        // together.
        if (status == 200 || status == 408 || status == 409 || status == 429 || status >= 500) {
            return new StoreUnavailableException(found + " (expected: 200)", answer);
        }
        return new StoreRefusedException(found + " (expected: 200)", answer);
    }

    private static StoreUnavailableException noAnswer(Throwable late) {
        return new StoreUnavailableException("s3: no answer in time (expected: one within worker.s3.timeout)", late);
    }

    private static @Nullable String code(AwsServiceException answer) {
        AwsErrorDetails details = answer.awsErrorDetails();
        return details == null ? null : details.errorCode();
    }

    private static boolean timedOut(Throwable broken) {
        int depth = 0;
        for (Throwable cause = broken; cause != null && depth < 20; cause = cause.getCause(), depth++) {
            if (cause instanceof SocketTimeoutException) {
                return true;
            }
        }
        return false;
    }

    private static Throwable cause(Throwable thrown) {
        Throwable found = thrown;
        int depth = 0;
        for (Throwable cause = thrown; cause != null && depth < 20; cause = cause.getCause(), depth++) {
            // A reader's own failure comes wrapped by the SDK, and says more.
            if (cause instanceof TaskFailure) {
                return cause;
            }
            if (cause instanceof SdkException && !(found instanceof SdkException)) {
                found = cause;
            }
        }
        return found;
    }
}
