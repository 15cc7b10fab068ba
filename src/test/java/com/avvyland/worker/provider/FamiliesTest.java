// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FamiliesTest {

    @ParameterizedTest
    @CsvSource({
        "OPENAI, gpt-5.4-mini, openai",
        "OPENAI, , openai",
        "GEMINI, gemini-3.1-flash-image, google",
        "NANOBANANA, generate-2, google",
        "KIE, nano-banana-2, google",
        "KIE, gpt-image-2-image-to-image, openai",
        "PIAPI, gpt-4o-mini, openai",
        "PIAPI, Qubico/trellis2, piapi",
        "FAL, fal-ai/nano-banana-2, google",
        "FAL, google/gemini-2.5-flash, google",
        "FAL, fal-ai/flux-2, bfl",
        "FAL, fal-ai/hunyuan-3d/v3.1/pro, tencent",
        "TENCENT, 3.1, tencent"
    })
    void tellsWhoseModelItIsWhoeverSellsIt(Provider provider, @Nullable String model, String family) {
        assertThat(Families.of(provider, model)).isEqualTo(family);
    }
}
