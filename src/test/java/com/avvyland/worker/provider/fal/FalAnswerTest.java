// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.fal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.avvyland.worker.provider.Capability;
import com.avvyland.worker.provider.Fault;
import com.avvyland.worker.provider.HttpAnswer;
import com.avvyland.worker.provider.JobStatus;
import com.avvyland.worker.provider.ProviderException;
import com.avvyland.worker.task.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FalAnswerTest {

    private static final String PATH = "/fal-ai/birefnet/requests/7";
    private static final String ENDPOINT = "fal-ai/birefnet/v2";

    private final FalCutout cutout = new FalCutout();

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', textBlock = """
            401, {"detail":"Authentication is required"}, AUTH
            403, {"detail":"Access denied"}, AUTH
            403, {"detail":"User is locked. Reason: Exhausted balance."}, QUOTA_OR_CREDITS
            402, {}, QUOTA_OR_CREDITS
            404, {"detail":"Application 'x' not found"}, CONFIG
            422, `{"detail":[{"type":"content_policy_violation","loc":["body","prompt"]}]}`, SAFETY_REFUSAL
            422, `{"detail":[{"type":"missing"},{"type":"content_policy_violation"}]}`, SAFETY_REFUSAL
            422, `{"detail":[{"type":"image_too_large","loc":["body","image_url"]}]}`, INVALID_INPUT
            422, `{"detail":[{"type":"no_media_generated"}]}`, EMPTY_RESULT
            422, {"detail":"plain words"}, INVALID_INPUT
            429, {"detail":"Too many requests"}, RATE_LIMITED
            429, {"detail":"Reached concurrent requests limit of 2"}, CONCURRENCY_FULL
            500, <html>, TRANSIENT
            502, <html>, AMBIGUOUS_SUBMIT
            503, {"detail":"no runner"}, OVERLOADED
            504, {}, AMBIGUOUS_SUBMIT
            """)
    void classifiesWhatASubmissionIsAnsweredWith(int status, String body, Fault fault) {
        assertThat(faultOf(cutout.fault(answer(status, body)))).isEqualTo(fault);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', textBlock = """
            202, {"status":"IN_PROGRESS"}, TRANSIENT
            400, {"detail":"Request is still in progress"}, TRANSIENT
            400, `{"detail":[{"type":"downstream_service_error"}]}`, JOB_FAILED
            404, {"detail":"gone"}, RESULT_EXPIRED
            422, `{"detail":[{"type":"content_policy_violation"}]}`, SAFETY_REFUSAL
            422, `{"detail":[{"type":"image_load_error"}]}`, INVALID_INPUT
            499, `{"detail":"x","error_type":"client_cancelled"}`, JOB_FAILED
            500, `{"detail":"x","error_type":"runner_server_error"}`, JOB_FAILED
            502, `{"detail":"x","error_type":"runner_incomplete_response"}`, JOB_FAILED
            503, `{"detail":"x","error_type":"runner_disconnected"}`, JOB_FAILED
            504, `{"detail":"x","error_type":"request_timeout"}`, JOB_FAILED
            500, <html>, TRANSIENT
            502, <html>, AMBIGUOUS_SUBMIT
            503, <html>, OVERLOADED
            """)
    void classifiesWhatACallForAResultIsAnsweredWith(int status, String body, Fault fault) {
        assertThat(faultOf(cutout.jobFault(answer(status, body), true))).isEqualTo(fault);
    }

    @Test
    void takesAFailedCheckThatFalCallsRetryableForNoFaultOfTheInput() {
        HttpAnswer retryable = new HttpAnswer(
                422, Map.of("X-Fal-Retryable", "true"), bytes("{\"detail\":[{\"type\":\"file_download_error\"}]}"));

        assertThat(faultOf(cutout.jobFault(retryable, true))).isEqualTo(Fault.JOB_FAILED);
    }

    @ParameterizedTest
    @CsvSource({"404, JOB_LOST", "500, TRANSIENT", "503, OVERLOADED"})
    void neverTakesAQuestionThatFailedForTheEndOfARequest(int status, Fault fault) {
        assertThat(faultOf(cutout.jobFault(answer(status, "{\"detail\":\"x\"}"), false)))
                .isEqualTo(fault);
    }

    @Test
    void tellsTypesAndPlacesAndNothingThatWasSent() {
        String body =
                "{\"detail\":[{\"type\":\"value_error\",\"loc\":[\"body\",\"image_url\"],\"msg\":\"bad data:image/png;"
                        + "base64,AAAA\",\"input\":\"a secret prompt\"}]}";

        assertThat(cutout.fault(answer(422, body))).hasMessage("status 422: value_error body image_url");
        assertThat(cutout.fault(answer(400, "{\"detail\":\"cannot load data:image/png;base64,AAAA here\"}")))
                .hasMessage("status 400: cannot load data:... here");
    }

    @ParameterizedTest
    @CsvSource({"IN_QUEUE, Queued", "IN_PROGRESS, Running", "COMPLETED, Ready", "SOMETHING, Running"})
    void readsHowFarARequestIs(String status, String expected) {
        JobStatus read = cutout.status(PATH, answer(200, "{\"status\":\"%s\"}".formatted(status)));

        assertThat(read.getClass().getSimpleName()).isEqualTo(expected);
    }

    @Test
    void asksWhereItWasToldTo() {
        String body =
                "{\"response_url\":\"https://queue.fal.run%s\",\"status_url\":\"https://queue.fal.run%s/how-far\"}"
                        .formatted(PATH, PATH);
        String job = cutout.accepted(answer(200, body), ENDPOINT);

        assertThat(job).hasSizeLessThan(512);
        assertThat(cutout.poll(job).path()).isEqualTo(PATH + "/how-far");
        assertThat(cutout.cancel(job)).get().extracting("method", "path").containsExactly("PUT", PATH + "/cancel");
        assertThat(cutout.status(job, answer(200, "{\"status\":\"COMPLETED\"}")))
                .extracting("fetch.path")
                .isEqualTo(PATH);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "<html>",
                "{\"response_url\":\"\"}",
                "{\"response_url\":7}",
                "{\"response_url\":\"https://queue.fal.run/fal-ai/other/requests/1\"}",
                "{\"response_url\":\"https://queue.fal.run/fal-ai/birefnet/../../admin\"}",
                "{\"response_url\":\"https://queue.fal.run/fal-ai/birefnet/%2e%2e/keys\"}",
                "{\"response_url\":\"https://queue.fal.run/fal-ai/birefnet/requests/1 /x\"}",
                "{\"response_url\":\"https://queue.fal.run/fal-ai/birefnet/requests/$${x}\"}",
                "{\"response_url\":\"https://queue.fal.run/fal-ai/birefnet/requests/1\",\"status_url\":\"/etc/passwd\"}"
            })
    void holdsAPurchaseWhoseReceiptIsNone(String body) {
        assertThatThrownBy(() -> cutout.accepted(answer(200, body), ENDPOINT))
                .isInstanceOfSatisfying(
                        ProviderException.class, e -> assertThat(e.fault()).isEqualTo(Fault.AMBIGUOUS_SUBMIT));
    }

    @Test
    void holdsAPurchaseWhoseReceiptDoesNotFitTheJournal() {
        String body = "{\"response_url\":\"https://x/fal-ai/birefnet/requests/%s\"}".formatted("a".repeat(200));

        assertThatThrownBy(() -> cutout.accepted(answer(200, body), ENDPOINT)).isInstanceOf(ProviderException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "<html>", "[]", "{\"image\":null}", "{\"image\":{\"url\":\"a b\"}}", "{\"image\":[{}]}"})
    void findsNoFileInAResultWithoutOne(String body) {
        assertThatThrownBy(() -> cutout.fetched(answer(200, body)))
                .isInstanceOfSatisfying(
                        ProviderException.class, e -> assertThat(e.fault()).isEqualTo(Fault.EMPTY_RESULT));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', textBlock = """
            `{"model_glb":{"url":"https://f/a.glb"},"model_urls":{"obj":{"url":"https://f/a.obj"}}}`, glb
            `{"model_urls":{"obj":{"url":"https://f/a.obj"},"glb":{"url":"https://f/a.glb"}}}`, glb
            `{"model_urls":{"obj":{"url":"https://f/a.obj"}}}`, obj
            """)
    void prefersTheGlb(String body, String type) {
        var download = new FalModel().fetched(answer(200, body)).downloads().getFirst();

        assertThat(download.type()).isEqualTo(type);
        assertThat(download.url()).hasToString("https://f/a." + type);
    }

    @Test
    void takesABlackPictureForARefusal() {
        String body = "{\"images\":[{\"url\":\"https://f/a.png\"}],\"has_nsfw_concepts\":[true]}";

        assertThatThrownBy(() -> new FalPicture().fetched(answer(200, body)))
                .isInstanceOfSatisfying(
                        ProviderException.class, e -> assertThat(e.fault()).isEqualTo(Fault.SAFETY_REFUSAL));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {"0.01, 0.01", "-1, none", "1e9, none", "\"free\", none"})
    void believesACostThatCanBeOne(String cost, Double usd) {
        String body = "{\"output\":\"{}\",\"usage\":{\"cost\":%s}}".formatted(cost);

        assertThat(new FalVision(Capability.SCORE_IMAGE)
                        .fetched(answer(200, body))
                        .costUsd())
                .isEqualTo(usd);
    }

    private static Fault faultOf(@Nullable ProviderException failure) {
        return Objects.requireNonNull(failure).fault();
    }

    private static HttpAnswer answer(int status, String body) {
        return new HttpAnswer(status, Map.of(), bytes(body));
    }

    private static Bytes bytes(String text) {
        return Bytes.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
