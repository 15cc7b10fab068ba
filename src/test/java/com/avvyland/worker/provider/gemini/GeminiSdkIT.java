// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.avvyland.worker.provider.TestingImages;
import com.avvyland.worker.provider.TestingProvider.Mishap;
import com.avvyland.worker.provider.gemini.TestingGemini.Mishaps;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.genai.Client;
import com.google.genai.errors.ClientException;
import com.google.genai.types.BlockedReason;
import com.google.genai.types.Content;
import com.google.genai.types.FinishReason;
import com.google.genai.types.GenerateContentConfig;
import com.google.genai.types.GenerateContentResponse;
import com.google.genai.types.HttpOptions;
import com.google.genai.types.ImageConfig;
import com.google.genai.types.Part;
import com.google.genai.types.ThinkingConfig;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Lets Google's own client talk to our fake: what that sends is accepted, and what comes back is understood. */
class GeminiSdkIT {

    private static final GenerateContentConfig PICTURE = GenerateContentConfig.builder()
            .responseModalities("TEXT", "IMAGE")
            .imageConfig(ImageConfig.builder().aspectRatio("1:1").imageSize("1K"))
            .build();

    private final TestingGemini gemini = new TestingGemini();

    @AfterEach
    void stop() {
        gemini.close();
    }

    @Test
    void theFakeReadsLikeGemini() throws Exception {
        GenerateContentConfig config = GenerateContentConfig.builder()
                .systemInstruction(Content.fromParts(Part.fromText("You describe.")))
                .responseMimeType("application/json")
                .responseJsonSchema(new ObjectMapper().readTree("{\"type\":\"object\"}"))
                .thinkingConfig(ThinkingConfig.builder().thinkingBudget(512))
                .maxOutputTokens(4096)
                .build();

        assertThat(ask("gemini-flash-latest", config, TestingGemini.KEY).text()).isEqualTo(TestingGemini.UNDERSTANDING);
    }

    @Test
    void theFakePaintsLikeGemini() {
        GenerateContentResponse response = ask("gemini-3.1-flash-image", PICTURE, TestingGemini.KEY);

        List<Part> parts = List.copyOf(response.parts());
        assertThat(parts.getFirst().thought()).contains(true);
        assertThat(parts.getLast().inlineData().orElseThrow().data()).contains(TestingGemini.PAINTED);
        assertThat(response.finishReason().knownEnum()).isEqualTo(FinishReason.Known.STOP);
        assertThat(response.modelVersion()).contains("gemini-3.1-flash-image");
    }

    @Test
    void theFakeBlocksLikeGemini() {
        gemini.next(Mishap.answer(200, Mishaps.blocked("PROHIBITED_CONTENT")));

        GenerateContentResponse response = ask("gemini-3.1-flash-image", PICTURE, TestingGemini.KEY);

        assertThat(response.promptFeedback()
                        .orElseThrow()
                        .blockReason()
                        .orElseThrow()
                        .knownEnum())
                .isEqualTo(BlockedReason.Known.PROHIBITED_CONTENT);
    }

    @Test
    void theFakeEndsLikeGemini() {
        gemini.next(Mishap.answer(200, Mishaps.ended("IMAGE_SAFETY")));

        GenerateContentResponse response = ask("gemini-3.1-flash-image", PICTURE, TestingGemini.KEY);

        assertThat(response.finishReason().knownEnum()).isEqualTo(FinishReason.Known.IMAGE_SAFETY);
    }

    @Test
    void theFakeRefusesAKeyLikeGemini() {
        assertThatExceptionOfType(ClientException.class)
                .isThrownBy(() -> ask("gemini-3.1-flash-image", PICTURE, "another"))
                .withMessageContaining("API key not valid")
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(400));
    }

    private GenerateContentResponse ask(String model, GenerateContentConfig config, String key) {
        HttpOptions options =
                HttpOptions.builder().baseUrl(gemini.url()).apiVersion("v1beta").build();
        try (Client client = Client.builder().apiKey(key).httpOptions(options).build()) {
            Content content = Content.fromParts(
                    Part.fromBytes(TestingImages.disc(64).bytes().toByteArray(), "image/png"),
                    Part.fromText("The back of it"));
            return client.models.generateContent(model, content, config);
        }
    }
}
