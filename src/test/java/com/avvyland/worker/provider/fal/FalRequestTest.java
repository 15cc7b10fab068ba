// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.fal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.avvyland.worker.provider.Capability;
import com.avvyland.worker.provider.Fault;
import com.avvyland.worker.provider.HttpCall;
import com.avvyland.worker.provider.Json;
import com.avvyland.worker.provider.ProviderException;
import com.avvyland.worker.provider.ProviderRequest.Cutout;
import com.avvyland.worker.provider.ProviderRequest.Model;
import com.avvyland.worker.provider.ProviderRequest.Picture;
import com.avvyland.worker.provider.ProviderRequest.Vision;
import com.avvyland.worker.provider.TestingImages;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.Image;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FalRequestTest {

    private static final Image DISC = TestingImages.disc(128);
    private static final String URI = Json.dataUri(DISC);
    private static final String HUNYUAN = "fal-ai/hunyuan-3d/v3.1/pro/image-to-3d";

    @Test
    void sendsTheSchemaOfAReadingInItsPrompt() {
        Vision vision = new Vision(Capability.SCORE_IMAGE, "You judge.", "100% clean?", List.of(DISC));
        HttpCall call = new FalVision(Capability.SCORE_IMAGE).submission(vision, "google/gemini", List.of());

        assertThat(call.path()).isEqualTo("/openrouter/router/vision");
        String prompt = "100% clean?\n\nAnswer with one JSON object and nothing else. It meets this JSON Schema:\n"
                + vision.schema().json();
        assertThat(text(call))
                .isEqualTo(
                        "{\"model\":\"google/gemini\",\"system_prompt\":\"You judge.\",\"prompt\":%s,\"temperature\":0,\"max_tokens\":4000,\"image_urls\":[\"%s\"]}"
                                .formatted(Json.object().textNode(prompt).toString(), URI));
    }

    @ParameterizedTest
    @CsvSource({"512, 1K", "1536, 1K", "1537, 2K", "3072, 2K", "3073, 4K"})
    void paintsAtTheNearestResolution(int size, String resolution) {
        HttpCall call = new FalPicture().submission(new Picture("a disc", List.of(), size), "fal-ai/n", List.of());

        assertThat(call.path()).isEqualTo("/fal-ai/n");
        assertThat(text(call))
                .isEqualTo(
                        "{\"prompt\":\"a disc\",\"num_images\":1,\"aspect_ratio\":\"1:1\",\"output_format\":\"png\",\"resolution\":\"%s\"}"
                                .formatted(resolution));
    }

    @Test
    void editsWhereThereAreInputs() {
        HttpCall call =
                new FalPicture().submission(new Picture("a disc", List.of(DISC, DISC), 1024), "fal-ai/n", List.of());

        assertThat(call.path()).isEqualTo("/fal-ai/n/edit");
        assertThat(text(call)).endsWith("\"image_urls\":[\"%s\",\"%s\"]}".formatted(URI, URI));
    }

    @Test
    void cutsOutAsPng() {
        HttpCall call = new FalCutout().submission(new Cutout(DISC), "fal-ai/birefnet/v2", List.of());

        assertThat(text(call)).isEqualTo("{\"image_url\":\"%s\",\"output_format\":\"png\"}".formatted(URI));
        assertThat(call.headers())
                .isEqualTo(Map.of(
                        "Content-Type", "application/json", "x-fal-no-retry", "1", "x-fal-request-timeout", "1800"));
    }

    @ParameterizedTest
    @CsvSource({"1, 40000", "60000, 60000", "2000000, 1500000"})
    void modelsFromAllViewsWithinTheNumbersOfFacesThatItTakes(int faces, int sent) {
        Model request = new Model(DISC, Map.of("left_front", DISC, "back", DISC), faces, true);
        HttpCall call = new FalModel().submission(request, HUNYUAN, List.of());

        assertThat(call.path()).isEqualTo("/" + HUNYUAN);
        assertThat(text(call))
                .isEqualTo(
                        "{\"input_image_url\":\"%s\",\"enable_pbr\":true,\"back_image_url\":\"%s\",\"left_front_image_url\":\"%s\",\"face_count\":%d}"
                                .formatted(URI, URI, URI, sent));
    }

    static Stream<Image> unfit() {
        byte[] padded = Arrays.copyOf(TestingImages.png(128, java.awt.Color.RED), 8_000_001);
        return Stream.of(
                TestingImages.disc(127),
                TestingImages.disc(5001),
                new Image("image/png", Bytes.of(padded), 128, 128),
                new Image("image/png", Bytes.of(new byte[64]), 128, 128));
    }

    @ParameterizedTest
    @MethodSource("unfit")
    void isPassedOverWithAViewThatItCannotTake(Image image) {
        Model request = new Model(DISC, Map.of("back", image), null, false);

        assertThatThrownBy(() -> new FalModel().submission(request, HUNYUAN, List.of()))
                .isInstanceOfSatisfying(
                        ProviderException.class, e -> assertThat(e.fault()).isEqualTo(Fault.PASSED_OVER))
                .hasMessageStartingWith("back: ");
    }

    private static String text(HttpCall call) {
        Bytes body = call.body();
        return body == null ? "" : new String(body.toByteArray(), java.nio.charset.StandardCharsets.UTF_8);
    }
}
