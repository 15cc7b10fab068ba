// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.kie;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.avvyland.worker.provider.Capability;
import com.avvyland.worker.provider.Fault;
import com.avvyland.worker.provider.HttpCall;
import com.avvyland.worker.provider.Json;
import com.avvyland.worker.provider.ProviderException;
import com.avvyland.worker.provider.ProviderRequest.Vision;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.Image;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KieVisionTest {

    private static final KieVision VISION = new KieVision(Capability.SCORE_IMAGE);
    private static final Vision REQUEST = new Vision(
            Capability.SCORE_IMAGE,
            "You judge.",
            "How good?",
            List.of(new Image("image/png", Bytes.of(new byte[] {1, 2, 3}), null, null)));

    @Test
    void asksForOneAnswerWithoutThoughtsInTheSchema() {
        HttpCall call = VISION.request(REQUEST, "gemini-3-flash");

        assertThat(call.path()).isEqualTo("/gemini-3-flash/v1/chat/completions");
        String expected = """
            {"stream":false,"include_thoughts":false,"messages":[
             {"role":"system","content":[{"type":"text","text":"You judge."}]},
             {"role":"user","content":[{"type":"text","text":"How good?"},
              {"type":"image_url","image_url":{"url":"data:image/png;base64,AQID"}}]}],
             "response_format":{"type":"json_schema","json_schema":{"name":"image_score","strict":true,"schema":%s}}}""".formatted(REQUEST.schema().json());
        assertThat(Json.read(Objects.requireNonNull(call.body()))).isEqualTo(Json.read(expected));
    }

    @ParameterizedTest
    @CsvSource({"../credit", "a/b", "'a b'", "a?b=c"})
    void putsNoModelIntoThePathThatLeavesIt(String model) {
        assertThatThrownBy(() -> VISION.request(REQUEST, model))
                .asInstanceOf(type(ProviderException.class))
                .extracting(ProviderException::fault)
                .isEqualTo(Fault.CONFIG);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {"choices":[{"finish_reason":"content_filter","message":{"content":"no"}}]}                | SAFETY_REFUSAL
        {"choices":[{"finish_reason":"stop","message":{"content":null,"refusal":"I cannot"}}]}     | SAFETY_REFUSAL
        {"choices":[{"finish_reason":"length","message":{"content":"{"}}]}                         | EMPTY_RESULT
        {"choices":[{"finish_reason":"stop","message":{"content":""}}]}                            | EMPTY_RESULT
        {"choices":[]}                                                                             | EMPTY_RESULT
        """)
    void takesNoChoiceWithoutTextForAReading(String json, Fault expected) {
        assertThatThrownBy(() -> VISION.answer(KieFaultsTest.answer(200, json)))
                .asInstanceOf(type(ProviderException.class))
                .extracting(ProviderException::fault)
                .isEqualTo(expected);
    }

    @Test
    void readsTextThatIsInParts() {
        String json =
                "{\"choices\":[{\"message\":{\"content\":[{\"type\":\"text\",\"text\":\"{\\\"a\\\":\"},{\"text\":\"1}\"}]}}]}";

        assertThat(VISION.answer(KieFaultsTest.answer(200, json)).json()).isEqualTo("{\"a\":1}");
    }
}
