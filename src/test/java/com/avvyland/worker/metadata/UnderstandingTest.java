// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.provider.ProviderRequest.Vision;
import com.avvyland.worker.provider.ProviderResult;
import com.avvyland.worker.provider.TestingImages;
import com.avvyland.worker.task.GeometryFacts;
import com.avvyland.worker.task.Metadata;
import com.avvyland.worker.task.Metadata.Dimensions;
import com.avvyland.worker.task.Preview;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class UnderstandingTest {

    private static final GeometryFacts FACTS =
            new GeometryFacts(12, 8, 1, 1, 0, 0, List.of(0.0, 0.0, 0.0), List.of(60.0, 30.0, 36.0), List.of(), true);
    private static final Metadata GEOMETRY = new Metadata(
            "Cube", "A cube.", List.of("cube"), new Dimensions(60, 30, 36), 1.0, false, List.of(), "geometry", FACTS);

    @Test
    void asksNobodyWithoutAKey() {
        assertThat(new Understanding(false).question(previews(2), FACTS)).isNull();
    }

    @Test
    void asksNobodyWithoutAPicture() {
        assertThat(new Understanding(true).question(List.of(), FACTS)).isNull();
    }

    @Test
    void showsFourSidesAtMostAndSaysWhichAndHowLarge() {
        Vision question = Objects.requireNonNull(new Understanding(true).question(previews(6), FACTS));

        assertThat(question.images()).hasSize(4).allMatch(image -> image.mime().equals("image/jpeg"));
        assertThat(question.prompt()).contains("side0, side1, side2, side3").contains("60.00 wide, 30.00 high");
        assertThat(question.prompt()).doesNotContain("side4");
    }

    @Test
    void takesWhatItIsFromTheProviderAndWhatCanBeCountedFromTheGeometry() {
        Metadata metadata = answer("""
                {"title":"Oak table","description":"A table.","tags":["Table","oak","table"],
                 "estimated_dimensions":{"width_m":1.5,"height_m":0.75,"depth_m":0.9},"estimated_scale_factor":null,
                 "restricted_detected":false,"restricted_reasons":[]}""");

        assertThat(metadata.title()).isEqualTo("Oak table");
        assertThat(metadata.tags()).containsExactly("table", "oak");
        assertThat(metadata.source()).isEqualTo("openai");
        assertThat(metadata.estimatedScaleFactor()).isEqualTo(0.0254);
        assertThat(Objects.requireNonNull(metadata.estimatedDimensions()).x()).isEqualTo(60 * 0.0254);
        assertThat(metadata.geometry()).isEqualTo(FACTS);
    }

    @Test
    void takesTheSizeFromTheFactorWhereThereIsOnlyThat() {
        Metadata metadata = answer("""
                {"title":"T","description":"D","tags":[],"estimated_dimensions":null,"estimated_scale_factor":0.011,
                 "restricted_detected":false,"restricted_reasons":[]}""");

        assertThat(metadata.estimatedScaleFactor()).isEqualTo(0.01);
        assertThat(metadata.tags()).containsExactly("cube");
    }

    @Test
    void boundsAndCleansWhatAProviderWrites() {
        String title = "x\\u202e".repeat(500);
        Metadata metadata = answer("""
                {"title":"%s","description":"","tags":["a\\nb"],"estimated_dimensions":null,"estimated_scale_factor":null,
                 "restricted_detected":true,"restricted_reasons":["weapon"]}""".formatted(title));

        assertThat(metadata.title()).hasSizeLessThanOrEqualTo(120).doesNotContain("\u202e");
        assertThat(metadata.description()).isEqualTo("A cube.");
        assertThat(metadata.tags()).containsExactly("a b");
        assertThat(metadata.restrictedDetected()).isTrue();
        assertThat(metadata.restrictedReasons()).containsExactly("weapon");
    }

    private static Metadata answer(String json) {
        return new Understanding(true)
                .answer(GEOMETRY, FACTS, new ProviderResult("openai", "m", null, 1, json, List.of()));
    }

    private static List<Preview> previews(int count) {
        List<Preview> previews = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            previews.add(new Preview(
                    "side" + i, "image/png", 64, 64, TestingImages.disc(64).bytes()));
        }
        return previews;
    }
}
