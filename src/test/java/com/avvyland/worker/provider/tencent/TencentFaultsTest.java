// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.tencent;

import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.provider.Fault;
import com.avvyland.worker.provider.HttpAnswer;
import com.avvyland.worker.provider.ProviderException;
import com.avvyland.worker.task.Bytes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TencentFaultsTest {

    private static @Nullable ProviderException of(int status, String body) {
        return TencentFaults.of(new HttpAnswer(status, Map.of(), Bytes.of(body.getBytes(StandardCharsets.UTF_8))));
    }

    private static @Nullable ProviderException coded(String code, String message) {
        return of(200, "{\"Response\":{\"Error\":{\"Code\":\"%s\",\"Message\":\"%s\"}}}".formatted(code, message));
    }

    @ParameterizedTest
    @CsvSource({
        "RequestLimitExceeded,RATE_LIMITED",
        "RequestLimitExceeded.UinLimitExceeded,RATE_LIMITED",
        "RequestLimitExceeded.IPLimitExceeded,RATE_LIMITED",
        "RequestLimitExceeded.GlobalRegionUinLimitExceeded,RATE_LIMITED",
        "RequestLimitExceeded.JobNumExceed,CONCURRENCY_FULL",
        "LimitExceeded,QUOTA_OR_CREDITS",
        "InternalError,TRANSIENT",
        "FailedOperation.EngineServerError,TRANSIENT",
        "FailedOperation.InnerError,TRANSIENT",
        "FailedOperation.EngineServerLimitExceeded,OVERLOADED",
        "FailedOperation.EngineRequestTimeout,AMBIGUOUS_SUBMIT",
        "AuthFailure.SignatureExpire,CONFIG",
        "AuthFailure.SignatureFailure,AUTH",
        "AuthFailure.SecretIdNotFound,AUTH",
        "AuthFailure.InvalidSecretId,AUTH",
        "AuthFailure.InvalidAuthorization,AUTH",
        "AuthFailure.TokenFailure,AUTH",
        "AuthFailure.MFAFailure,AUTH",
        "AuthFailure.UnauthorizedOperation,AUTH",
        "UnauthorizedOperation,AUTH",
        "UnsupportedRegion,CONFIG",
        "InvalidAction,CONFIG",
        "InvalidVersion,CONFIG",
        "NoSuchVersion,CONFIG",
        "NoSuchProduct,CONFIG",
        "ResourceUnavailable.InterfaceNotExist,CONFIG",
        "ActionOffline,CONFIG",
        "FailedOperation.ServiceNotActivated,QUOTA_OR_CREDITS",
        "FailedOperation.UserUnAuthError,QUOTA_OR_CREDITS",
        "ResourceUnavailable.NotExist,QUOTA_OR_CREDITS",
        "ResourceUnavailable.ServiceStop,QUOTA_OR_CREDITS",
        "FailedOperation.ServiceStopArrears,QUOTA_OR_CREDITS",
        "FailedOperation.ResourcePackExhausted,QUOTA_OR_CREDITS",
        "ResourceUnavailable.FreeResourcePackExhausted,QUOTA_OR_CREDITS",
        "ResourceInsufficient,QUOTA_OR_CREDITS",
        "ResourceInsufficient.ChargeResourceExhaust,QUOTA_OR_CREDITS",
        "ResourceUnavailable.InArrears,QUOTA_OR_CREDITS",
        "ResourceUnavailable.LowBalance,QUOTA_OR_CREDITS",
        "ResourceUnavailable.StopUsing,QUOTA_OR_CREDITS",
        "InvalidParameter,INVALID_INPUT",
        "InvalidParameterValue,INVALID_INPUT",
        "InvalidParameterValue.Model,INVALID_INPUT",
        "MissingParameter,INVALID_INPUT",
        "UnknownParameter,INVALID_INPUT",
        "UnsupportedOperation,INVALID_INPUT",
        "FailedOperation.DownloadError,INVALID_INPUT",
        "FailedOperation.ImageDownloadError,INVALID_INPUT",
        "FailedOperation.ImageDecodeFailed,INVALID_INPUT",
        "OperationDenied.ImageIllegalDetected,SAFETY_REFUSAL",
        "OperationDenied.TextIllegalDetected,SAFETY_REFUSAL",
        "FailedOperation.GenerateImageFailed,SAFETY_REFUSAL",
        "ResourceNotFound,JOB_LOST",
        "FailedOperation.JobNotFound,JOB_LOST",
        "ResourceNotFound.JobNotExist,JOB_LOST",
        "Something.New,TRANSIENT"
    })
    void classifiesEveryCodeThoughTheStatusIs200(String code, Fault fault) {
        assertThat(coded(code, "words"))
                .isNotNull()
                .hasMessage("%s: words", code)
                .extracting(ProviderException::fault)
                .isEqualTo(fault);
    }

    @Test
    void waitsUntilASlotIsFreed() {
        assertThat(coded("RequestLimitExceeded.JobNumExceed", ""))
                .isNotNull()
                .extracting(ProviderException::retryAfter)
                .isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void blamesAnObjectThatIsTooSmallOnTheImage() {
        assertThat(coded("FailedOperation.InnerError", "主体占比值低于阈值"))
                .isNotNull()
                .extracting(ProviderException::fault)
                .isEqualTo(Fault.INVALID_INPUT);
    }

    @ParameterizedTest
    @CsvSource({
        "200,<html>busy</html>,AMBIGUOUS_SUBMIT",
        "200,{},AMBIGUOUS_SUBMIT",
        "500,,AMBIGUOUS_SUBMIT",
        "502,,AMBIGUOUS_SUBMIT",
        "504,,AMBIGUOUS_SUBMIT",
        "503,,OVERLOADED",
        "429,,RATE_LIMITED"
    })
    void takesNoAnswerOfItsApiForAPossiblePurchase(int status, @Nullable String body, Fault fault) {
        assertThat(of(status, body == null ? "" : body))
                .isNotNull()
                .extracting(ProviderException::fault)
                .isEqualTo(fault);
    }

    @ParameterizedTest
    @CsvSource({
        "OperationDenied.ImageIllegalDetected,SAFETY_REFUSAL",
        "FailedOperation.ImageDecodeFailed,INVALID_INPUT",
        "FailedOperation.EngineServerError,JOB_FAILED",
        "InternalError,JOB_FAILED",
        "'',JOB_FAILED"
    })
    void endsAJobThatFailedForGood(String code, Fault fault) {
        assertThat(TencentFaults.ofJob(code, "words").fault()).isEqualTo(fault);
    }

    @Test
    void seesNoFailureInAnAnswer() {
        assertThat(of(200, "{\"Response\":{\"JobId\":\"1\"}}")).isNull();
    }
}
