// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.avvyland.worker.provider.TestingImages;
import com.avvyland.worker.provider.TestingProvider.Mishap;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.errors.BadRequestException;
import com.openai.errors.UnauthorizedException;
import com.openai.models.images.ImageGenerateParams;
import com.openai.models.images.ImagesResponse;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseFormatTextJsonSchemaConfig;
import com.openai.models.responses.ResponseTextConfig;
import java.awt.Color;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Lets OpenAI's own client read our fake: what that understands as OpenAI's, our mapping was tested with. */
class OpenAiSdkIT {

    private final TestingOpenAi openai = new TestingOpenAi();

    @AfterEach
    void stop() {
        openai.close();
    }

    @Test
    void theFakeAnswersReadingsLikeOpenAi() {
        Response response = client(TestingOpenAi.KEY)
                .responses()
                .create(ResponseCreateParams.builder()
                        .model("gpt-5.4-mini")
                        .store(false)
                        .input("Describe it")
                        .text(ResponseTextConfig.builder()
                                .format(ResponseFormatTextJsonSchemaConfig.builder()
                                        .name("understanding")
                                        .strict(true)
                                        .schema(ResponseFormatTextJsonSchemaConfig.Schema.builder()
                                                .putAdditionalProperty("type", JsonValue.from("object"))
                                                .build())
                                        .build())
                                .build())
                        .build());

        assertThat(response.output()
                        .getLast()
                        .asMessage()
                        .content()
                        .getFirst()
                        .asOutputText()
                        .text())
                .isEqualTo(TestingOpenAi.UNDERSTANDING);
        assertThat(response.usage().orElseThrow().totalTokens()).isEqualTo(30);
    }

    @Test
    void theFakePaintsLikeOpenAi() {
        ImagesResponse images = client(TestingOpenAi.KEY).images().generate(picture("1024x1024"));

        images.validate();
        assertThat(Base64.getDecoder()
                        .decode(images.data().orElseThrow().getFirst().b64Json().orElseThrow()))
                .isEqualTo(TestingImages.png(64, Color.BLUE));
        assertThat(images.usage().orElseThrow().inputTokensDetails().textTokens())
                .isEqualTo(50);
    }

    @Test
    void theFakeRefusesLikeOpenAi() {
        assertThatExceptionOfType(UnauthorizedException.class)
                .isThrownBy(() -> client("another").images().generate(picture("auto")))
                .satisfies(failure -> assertThat(failure.code()).contains("invalid_api_key"));
        assertThatExceptionOfType(BadRequestException.class)
                .isThrownBy(() -> client(TestingOpenAi.KEY).images().generate(picture("1000x1000")))
                .satisfies(failure -> assertThat(failure.code()).contains("invalid_value"));
    }

    /** Our own loop of retries is the only one because theirs would ask again when the money is gone. */
    @Test
    void theClientItselfWouldAskAgainWithoutMoney() {
        Mishap broke = Mishap.answer(429, """
                {"error":{"message":"no money","type":"insufficient_quota","param":null,"code":"insufficient_quota"}}
                """).with("Retry-After-Ms", "1");
        openai.next(broke);
        openai.next(broke);

        client(TestingOpenAi.KEY).images().generate(picture("auto"));

        assertThat(openai.calls()).hasSize(3);
    }

    private static ImageGenerateParams picture(String size) {
        return ImageGenerateParams.builder()
                .model("gpt-image-2")
                .prompt("A disc")
                .size(ImageGenerateParams.Size.of(size))
                .outputFormat(ImageGenerateParams.OutputFormat.PNG)
                .build();
    }

    private OpenAIClient client(String key) {
        return OpenAIOkHttpClient.builder()
                .baseUrl(openai.url() + "/v1")
                .apiKey(key)
                .build();
    }
}
