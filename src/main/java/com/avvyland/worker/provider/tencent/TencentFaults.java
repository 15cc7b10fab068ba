// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.tencent;

import com.avvyland.worker.provider.Fault;
import com.avvyland.worker.provider.HttpAnswer;
import com.avvyland.worker.provider.HttpFaults;
import com.avvyland.worker.provider.Json;
import com.avvyland.worker.provider.ProviderException;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Classifies Tencent's error codes; they come in an answer of status 200. */
final class TencentFaults {

    /** Measured by others: about 30 s pass from the end of a job until its slot is free. */
    private static final Duration SLOT_FREED = Duration.ofSeconds(30);

    /** Codes as Tencent writes them; one that is not here is classified by what stands before its first dot. */
    private static final Map<String, Fault> CODES = new HashMap<>();

    static {
        put(Fault.CONCURRENCY_FULL, "RequestLimitExceeded.JobNumExceed");
        put(Fault.RATE_LIMITED, "RequestLimitExceeded");
        put(Fault.TRANSIENT, "InternalError", "FailedOperation");
        put(Fault.OVERLOADED, "FailedOperation.EngineServerLimitExceeded");
        // Something behind the front that answered gave up waiting: the job may be there.
        put(Fault.AMBIGUOUS_SUBMIT, "FailedOperation.EngineRequestTimeout");
        put(Fault.AUTH, "AuthFailure", "UnauthorizedOperation");
        // The clock is more than five minutes off, not the key.
        put(Fault.CONFIG, "AuthFailure.SignatureExpire");
        put(Fault.CONFIG, "UnsupportedRegion", "InvalidAction", "InvalidVersion", "NoSuchVersion", "NoSuchProduct");
        put(Fault.CONFIG, "ResourceUnavailable.InterfaceNotExist", "ActionOffline");
        put(Fault.QUOTA_OR_CREDITS, "LimitExceeded", "ResourceUnavailable", "ResourceInsufficient");
        put(Fault.QUOTA_OR_CREDITS, "FailedOperation.ServiceNotActivated", "FailedOperation.UserUnAuthError");
        put(
                Fault.QUOTA_OR_CREDITS,
                "FailedOperation.ResourcePackExhausted",
                "FailedOperation.FreeResourcePackExhausted");
        put(Fault.QUOTA_OR_CREDITS, "FailedOperation.ServiceStop", "FailedOperation.ServiceStopArrears");
        put(Fault.INVALID_INPUT, "InvalidParameter", "InvalidParameterValue", "MissingParameter", "UnknownParameter");
        put(Fault.INVALID_INPUT, "UnsupportedOperation", "FailedOperation.ImageDecodeFailed");
        put(Fault.INVALID_INPUT, "FailedOperation.DownloadError", "FailedOperation.ImageDownloadError");
        put(Fault.SAFETY_REFUSAL, "OperationDenied.ImageIllegalDetected", "OperationDenied.TextIllegalDetected");
        put(Fault.SAFETY_REFUSAL, "FailedOperation.GenerateImageFailed");
        put(Fault.JOB_LOST, "ResourceNotFound", "FailedOperation.JobNotFound");
    }

    private TencentFaults() {}

    private static void put(Fault fault, String... codes) {
        for (String code : codes) {
            CODES.put(code, fault);
        }
    }

    static @Nullable ProviderException of(HttpAnswer answer) {
        JsonNode response = Json.read(answer.body()).path("Response");
        JsonNode error = response.path("Error");
        if (error.isObject()) {
            String code = error.path("Code").asText("");
            String words = error.path("Message").asText("");
            Fault fault = fault(code, words);
            Duration wait = fault == Fault.CONCURRENCY_FULL ? SLOT_FREED : answer.retryAfter();
            return new ProviderException(fault, "%s: %s".formatted(code, words), wait, null);
        }
        if (answer.ok()) {
            return response.isObject()
                    ? null
                    : new ProviderException(Fault.AMBIGUOUS_SUBMIT, "answer: no Response (expected: one)");
        }
        ProviderException byStatus = HttpFaults.of(answer, "");
        // Its API says no in a 200. A server's error without its words is from something in between.
        return byStatus != null && byStatus.fault() == Fault.TRANSIENT
                ? new ProviderException(Fault.AMBIGUOUS_SUBMIT, String.valueOf(byStatus.getMessage()))
                : byStatus;
    }

    /** Classify the error of a job that failed: it is at its end, and costs nothing. */
    static ProviderException ofJob(String code, String words) {
        Fault fault = switch (fault(code, words)) {
            case SAFETY_REFUSAL -> Fault.SAFETY_REFUSAL;
            case INVALID_INPUT -> Fault.INVALID_INPUT;
            default -> Fault.JOB_FAILED;
        };
        return new ProviderException(fault, "job failed: %s: %s".formatted(code, words));
    }

    private static Fault fault(String code, String words) {
        // The object is too small in its picture; there is no code of its own for it.
        if (words.contains("主体占比")) {
            return Fault.INVALID_INPUT;
        }
        Fault exact = CODES.get(code);
        int dot = code.indexOf('.');
        Fault family = dot < 0 ? null : CODES.get(code.substring(0, dot));
        return exact != null ? exact : family != null ? family : Fault.TRANSIENT;
    }
}
