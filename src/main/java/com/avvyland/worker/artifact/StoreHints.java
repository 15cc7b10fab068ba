// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.artifact;

import com.avvyland.worker.config.S3Config;
import com.avvyland.worker.task.Excerpt;
import java.net.ConnectException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** Says what to do about an error of the store, for the person who set it up. */
final class StoreHints {

    private StoreHints() {}

    static String of(SdkException thrown, S3Config config) {
        return thrown instanceof AwsServiceException answer ? answered(answer, config) : unanswered(thrown, config);
    }

    private static String answered(AwsServiceException answer, S3Config config) {
        AwsErrorDetails details = answer.awsErrorDetails();
        String code = details == null || details.errorCode() == null ? "" : details.errorCode();
        String expected = switch (code) {
            case "InvalidAccessKeyId" -> "an S3_ACCESS_KEY_ID that this store knows";
            case "SignatureDoesNotMatch" -> "the S3_SECRET_ACCESS_KEY of this key; then the S3_REGION of the bucket";
            case "RequestTimeTooSkewed", "RequestExpired" -> "this machine's clock right; start NTP";
            case "AuthorizationHeaderMalformed", "IllegalLocationConstraintException" ->
                "the S3_REGION of the bucket, not " + config.region();
            case "PermanentRedirect", "TemporaryRedirect" ->
                "the S3_REGION and S3_ENDPOINT of the bucket, not " + config.region();
            case "NoSuchBucket" ->
                config.pathStyle()
                        ? "S3_BUCKET exists in this store"
                        : "S3_BUCKET exists; or S3_FORCE_PATH_STYLE=true, where the store wants it in the path";
            case "AccessDenied" -> "GetObject and PutObject on %s/*".formatted(config.bucket());
            default -> otherwise(answer.statusCode(), config);
        };
        return "%d %s (expected: %s)".formatted(answer.statusCode(), Excerpt.of(code, 64), expected);
    }

    private static String otherwise(int status, S3Config config) {
        return switch (status) {
            case 301, 307, 400 -> "the S3_REGION of the bucket, not %s; then S3_ENDPOINT".formatted(config.region());
            case 401, 403 -> "S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY that may use " + config.bucket();
            case 404, 405, 501 -> "an S3_ENDPOINT that is an S3 store, and the right S3_FORCE_PATH_STYLE";
            default -> "200";
        };
    }

    private static String unanswered(SdkException thrown, S3Config config) {
        int depth = 0;
        for (Throwable cause = thrown; cause != null && depth < 20; cause = cause.getCause(), depth++) {
            switch (cause) {
                case UnknownHostException _ -> {
                    return config.pathStyle()
                            ? "unknown host (expected: an S3_ENDPOINT whose name resolves)"
                            : "unknown host (expected: %s.<host of S3_ENDPOINT> resolves; else S3_FORCE_PATH_STYLE=true)"
                                    .formatted(config.bucket());
                }
                case SSLException _ -> {
                    return "TLS failed (expected: a certificate that this JVM trusts, for the host of S3_ENDPOINT)";
                }
                case ConnectException _ -> {
                    return "refused (expected: something listens at S3_ENDPOINT)";
                }
                default -> {
                    if (String.valueOf(cause.getMessage()).contains("Unable to load credentials")) {
                        return "no key (expected: S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY, or a role of this machine)";
                    }
                }
            }
        }
        return "no answer within %d s (expected: S3_ENDPOINT can be reached from here)"
                .formatted(config.timeout().toSeconds());
    }
}
