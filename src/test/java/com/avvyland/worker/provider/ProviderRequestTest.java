// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.provider.ProviderRequest.Picture;
import com.avvyland.worker.provider.ProviderRequest.Vision;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProviderRequestTest {

    @Test
    void anotherRoundOfTheSameWordsIsOtherWork() {
        Picture first = new Picture("a can", List.of(TestingImages.disc(64)), 1024);

        assertThat(new Picture("a can", List.of(TestingImages.disc(64)), 1024, 1).work())
                .isEqualTo(first.work());
        assertThat(new Picture("a can", List.of(TestingImages.disc(64)), 1024, 2).work())
                .isNotEqualTo(first.work())
                .isNotEqualTo(new Picture("a can", List.of(TestingImages.disc(64)), 1024, 3).work());
    }

    @Test
    void whoShallNotJudgeIsNoPartOfTheWork() {
        Vision anybody = new Vision(Capability.SCORE_IMAGE, "look", "is it good?", List.of(TestingImages.disc(64)));
        Vision notGoogle =
                new Vision(Capability.SCORE_IMAGE, "look", "is it good?", List.of(TestingImages.disc(64)), "google");

        assertThat(notGoogle.work()).isEqualTo(anybody.work());
    }
}
