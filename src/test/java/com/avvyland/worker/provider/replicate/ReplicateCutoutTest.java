// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.replicate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.avvyland.worker.provider.Fault;
import com.avvyland.worker.provider.HttpAnswer;
import com.avvyland.worker.provider.HttpCall;
import com.avvyland.worker.provider.JobStatus;
import com.avvyland.worker.provider.Json;
import com.avvyland.worker.provider.ProviderException;
import com.avvyland.worker.provider.ProviderRequest.Cutout;
import com.avvyland.worker.provider.TestingImages;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.Image;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplicateCutoutTest {

    private static final String VERSION = "a".repeat(64);

    private final ReplicateCutout cutout = new ReplicateCutout();

    @Test
    void namesACommunityModelByItsVersionAndAnOfficialOneByItsPath() {
        Cutout disc = new Cutout(TestingImages.disc(64));
        String input = "\"input\":{\"image\":\"%s\"}".formatted(Json.dataUri(disc.image()));

        for (String model : List.of(VERSION, "owner/name:" + VERSION)) {
            HttpCall community = cutout.submission(disc, model, List.of());
            assertThat(community.path()).isEqualTo("/predictions");
            assertThat(text(community)).isEqualTo("{%s,\"version\":\"%s\"}".formatted(input, VERSION));
        }
        HttpCall official = cutout.submission(disc, "bria/remove-background", List.of());
        assertThat(official.path()).isEqualTo("/models/bria/remove-background/predictions");
        assertThat(text(official)).isEqualTo("{%s}".formatted(input));
    }

    @ParameterizedTest
    @ValueSource(ints = {256 << 10, 1 << 20, 4_000_000})
    void sendsALargeImageInTheRequest(int bytes) {
        assertThat(text(cutout.submission(image(bytes), VERSION, List.of()))).contains("data:image/png;base64,");
    }

    @Test
    void isPassedOverWithAnImageThatNoRequestHolds() {
        assertThatThrownBy(() -> cutout.submission(image(4_000_001), VERSION, List.of()))
                .isInstanceOfSatisfying(
                        ProviderException.class, e -> assertThat(e.fault()).isEqualTo(Fault.PASSED_OVER))
                .hasMessage("image: 4000001 bytes (expected: at most 4000000)");
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', textBlock = """
            401, {"title":"Unauthenticated"}, AUTH
            402, {"title":"Insufficient credit"}, QUOTA_OR_CREDITS
            404, {"detail":"not found"}, CONFIG
            422, `{"title":"Invalid version or not permitted","detail":"x"}`, CONFIG
            422, `{"title":"Input validation failed","detail":"x"}`, INVALID_INPUT
            429, {"detail":"throttled"}, RATE_LIMITED
            500, <html>, TRANSIENT
            502, <html>, AMBIGUOUS_SUBMIT
            503, {}, OVERLOADED
            """)
    void classifiesWhatASubmissionIsAnsweredWith(int status, String body, Fault fault) {
        assertThat(cutout.fault(answer(status, body)))
                .isNotNull()
                .extracting("fault")
                .isEqualTo(fault);
    }

    @Test
    void readsAWaitThatIsOnlyInTheWords() {
        ProviderException fault =
                cutout.fault(answer(429, "{\"detail\":\"Request was throttled. Your rate limit resets in ~30s.\"}"));

        assertThat(fault).isNotNull().extracting("retryAfter").isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void takesAPredictionThatIsNotFoundForLost() {
        assertThat(cutout.jobFault(answer(404, "{\"detail\":\"not found\"}"), false))
                .isNotNull()
                .extracting("fault")
                .isEqualTo(Fault.JOB_LOST);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', textBlock = """
            `{"status":"failed","error":"NSFW content detected"}`, SAFETY_REFUSAL
            `{"status":"failed","error":"The input was flagged as sensitive (E005)"}`, SAFETY_REFUSAL
            `{"status":"failed","error":{"code":"safety"}}`, SAFETY_REFUSAL
            `{"status":"failed","error":"CUDA out of memory"}`, JOB_FAILED
            `{"status":"failed","error":null}`, JOB_FAILED
            {"status":"canceled"}, JOB_FAILED
            {"status":"aborted"}, JOB_FAILED
            `{"status":"succeeded","output":null}`, EMPTY_RESULT
            `{"status":"succeeded","output":[[],{}]}`, EMPTY_RESULT
            `{"status":"succeeded","output":"https://a b"}`, EMPTY_RESULT
            `{"status":"succeeded","output":"file:///etc/passwd"}`, EMPTY_RESULT
            `{"status":"succeeded","output":null,"data_removed":true}`, RESULT_EXPIRED
            """)
    void classifiesAnEndThatIsNoResult(String body, Fault fault) {
        assertThatThrownBy(() -> cutout.status("p1", answer(200, body)))
                .isInstanceOfSatisfying(
                        ProviderException.class, e -> assertThat(e.fault()).isEqualTo(fault));
    }

    @Test
    void repeatsNoInputThatAModelQuotes() {
        String body = "{\"status\":\"failed\",\"error\":\"cannot read data:image/png;base64,AAAA\"}";

        assertThatThrownBy(() -> cutout.status("p1", answer(200, body)))
                .hasMessage("prediction failed: cannot read data:...");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"https://f/a.png\"",
                "[\"https://f/a.png\",\"https://f/b.png\"]",
                "{\"mask\":7,\"image\":\"https://f/a.png\"}"
            })
    void findsTheFileInEveryShapeOfOutput(String output) {
        JobStatus status =
                cutout.status("p1", answer(200, "{\"status\":\"succeeded\",\"output\":%s}".formatted(output)));

        assertThat(status)
                .isInstanceOfSatisfying(
                        JobStatus.Done.class,
                        done -> assertThat(done.content().downloads())
                                .singleElement()
                                .extracting("url")
                                .hasToString("https://f/a.png"));
    }

    @ParameterizedTest
    @CsvSource({"starting, Queued", "processing, Running", "<html>, Running"})
    void readsHowFarAPredictionIs(String status, String expected) {
        JobStatus read = cutout.status("p1", answer(200, "{\"status\":\"%s\"}".formatted(status)));

        assertThat(read.getClass().getSimpleName()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "<html>",
                "{\"id\":\"\"}",
                "{\"id\":\"../account\"}",
                "{\"id\":\"a/b\"}",
                "{\"id\":\"a?b\"}"
            })
    void holdsAPurchaseWhoseReceiptIsNone(String body) {
        assertThatThrownBy(() -> cutout.accepted(answer(201, body)))
                .isInstanceOfSatisfying(
                        ProviderException.class, e -> assertThat(e.fault()).isEqualTo(Fault.AMBIGUOUS_SUBMIT));
    }

    private static Cutout image(int bytes) {
        return new Cutout(new Image("image/png", Bytes.of(new byte[bytes]), 64, 64));
    }

    private static String text(HttpCall call) {
        Bytes body = call.body();
        return body == null ? "" : new String(body.toByteArray(), StandardCharsets.UTF_8);
    }

    private static HttpAnswer answer(int status, String body) {
        return new HttpAnswer(status, Map.of(), Bytes.of(body.getBytes(StandardCharsets.UTF_8)));
    }
}
