// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.kie;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.avvyland.worker.provider.Capability;
import com.avvyland.worker.provider.Fault;
import com.avvyland.worker.provider.HttpAnswer;
import com.avvyland.worker.provider.ProviderException;
import com.avvyland.worker.task.Bytes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KieFaultsTest {

    @ParameterizedTest
    @CsvSource(textBlock = """
        200, 401, You do not have access permissions,               AUTH
        200, 402, Credits insufficient,                             QUOTA_OR_CREDITS
        402, 402, Credits insufficient,                             QUOTA_OR_CREDITS
        200, 433, Sub-key Usage Exceeds Limit,                      QUOTA_OR_CREDITS
        200, 404, Not Found,                                        CONFIG
        200, 422, The model name you specified is not supported,    CONFIG
        200, 505, Feature Disabled,                                 CONFIG
        200, 422, prompt is required,                               INVALID_INPUT
        200, 400, Your prompt was flagged by content policy,        SAFETY_REFUSAL
        200, 429, Rate limit exceeded,                              RATE_LIMITED
        429, 429, Rate limit exceeded,                              RATE_LIMITED
        200, 455, Maintenance,                                      OVERLOADED
        200, 500, Server Error,                                     TRANSIENT
        500, 500, Server Error,                                     TRANSIENT
        200, 500, Image contains sensitive content,                 SAFETY_REFUSAL
        200, 501, Generation Failed,                                JOB_FAILED
        200, 408, Upstream is currently experiencing service issues,JOB_FAILED
        200, 777, What,                                             TRANSIENT
        200, 4,   What,                                             JOB_FAILED
        408, 408, Timeout,                                          AMBIGUOUS_SUBMIT
        502, 200, success,                                          AMBIGUOUS_SUBMIT
        504, 0,   '',                                               AMBIGUOUS_SUBMIT
        503, 0,   '',                                               OVERLOADED
        500, 200, success,                                          TRANSIENT
        """)
    void classifiesByEnvelopeAndStatus(int status, int code, String msg, Fault expected) {
        String json = "{\"code\":%d,\"msg\":\"%s\",\"data\":null}".formatted(code, msg);

        ProviderException fault = KieFaults.of(answer(status, json));

        assertNotNull(fault);
        assertThat(fault.fault()).isEqualTo(expected);
    }

    @Test
    void takesNoPageOfAProxyForASuccess() {
        ProviderException fault = KieFaults.of(answer(200, "<html>Welcome</html>"));

        assertNotNull(fault);
        assertThat(fault.fault()).isEqualTo(Fault.AMBIGUOUS_SUBMIT);
    }

    @Test
    void readsTheOlderNameOfTheMessageAndTheWait() {
        HttpAnswer answer = new HttpAnswer(
                429, Map.of("Retry-After", "7"), bytes("{\"code\":429,\"message\":\"slow\",\"data\":null}"));

        ProviderException fault = KieFaults.of(answer);

        assertNotNull(fault);
        assertThat(fault).hasMessageContaining("slow");
        assertThat(fault.retryAfter()).isEqualTo(Duration.ofSeconds(7));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
        Gemini could not generate: PROHIBITED_CONTENT,              SAFETY_REFUSAL
        The request violates our content Policies,                  SAFETY_REFUSAL
        nsfw detected,                                              SAFETY_REFUSAL
        blocked by moderation,                                      SAFETY_REFUSAL
        internal error please try again later,                      JOB_FAILED
        """)
    void readsRefusalsOutOfWords(String words, Fault expected) {
        assertThat(KieFaults.ofJob("500", words).fault()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        200 | {"code":422,"msg":"recordInfo is null","data":null}   | true
        422 | {"code":422,"msg":"recordInfo is null"}               | true
        200 | {"code":200,"msg":"success","data":null}              | true
        200 | {"code":422,"msg":"taskId is invalid","data":null}    | false
        200 | {"code":200,"data":{"state":"waiting"}}               | false
        200 | <html>                                                | false
        """)
    void knowsARecordThatIsNotVisibleYet(int status, String json, boolean expected) {
        assertThat(KieFaults.unseen(answer(status, json))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        200 | {"code":500,"msg":"Server Error"}                     | TRANSIENT
        200 | {"code":402,"msg":"Credits insufficient"}             | QUOTA_OR_CREDITS
        200 | <html>                                                | TRANSIENT
        200 | {"code":200,"msg":"success"}                          | TRANSIENT
        502 | <html>                                                | AMBIGUOUS_SUBMIT
        """)
    void takesNoAnswerWithoutChoicesForAReading(int status, String json, Fault expected) {
        ProviderException fault = new KieVision(Capability.SCORE_IMAGE).fault(answer(status, json));

        assertNotNull(fault);
        assertThat(fault.fault()).isEqualTo(expected);
    }

    static HttpAnswer answer(int status, String body) {
        return new HttpAnswer(status, Map.of(), bytes(body));
    }

    private static Bytes bytes(String text) {
        return Bytes.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
