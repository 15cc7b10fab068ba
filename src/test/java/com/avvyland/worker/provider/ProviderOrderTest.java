// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider;

import static com.avvyland.worker.provider.Provider.FAL;
import static com.avvyland.worker.provider.Provider.GEMINI;
import static com.avvyland.worker.provider.Provider.KIE;
import static com.avvyland.worker.provider.Provider.OPENAI;
import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.journal.Purchase;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProviderOrderTest {

    private static final List<Provider> LINES = List.of(OPENAI, GEMINI, KIE);

    @Test
    void isTheLinesWhereNobodySaysOtherwise() {
        assertThat(order(List.of(), List.of())).containsExactly(OPENAI, GEMINI, KIE);
    }

    @Test
    void putsFirstWhomTheTaskNamesAndTheOthersBehind() {
        assertThat(order(List.of(), List.of("kie", " Gemini "))).containsExactly(KIE, GEMINI, OPENAI);
    }

    @Test
    void leavesOutWhomTheConfigurationDoesNotName() {
        assertThat(order(List.of("kie", "openai"), List.of())).containsExactly(KIE, OPENAI);
        assertThat(order(List.of("kie", "openai"), List.of("gemini", "openai"))).containsExactly(OPENAI, KIE);
    }

    @Test
    void ignoresNamesWithoutALine() {
        assertThat(order(List.of(), List.of("fal", "nobody", "kie", "kie"))).containsExactly(KIE, OPENAI, GEMINI);
    }

    @Test
    void putsFirstWhoeverWasPaidAlready() {
        Map<String, Purchase> paid = Map.of("kie/nano-banana-2", Purchase.intended(1, 1));

        assertThat(ProviderOrder.of(LINES, List.of("openai"), List.of("gemini"), paid, null, ProviderOrderTest::model))
                .containsExactly(KIE, OPENAI);
        assertThat(ProviderOrder.of(List.of(FAL, OPENAI), List.of(), List.of(), paid, null, ProviderOrderTest::model))
                .containsExactly(FAL, OPENAI);
    }

    private static List<Provider> order(List<String> configured, List<String> priority) {
        return ProviderOrder.of(LINES, configured, priority, Map.of(), null, ProviderOrderTest::model);
    }

    @Test
    void putsAJudgeOfThePaintersFamilyLast() {
        assertThat(judges("google", List.of(), Map.of())).containsExactly(OPENAI, GEMINI, KIE);
        assertThat(judges("openai", List.of(), Map.of())).containsExactly(GEMINI, KIE, OPENAI);
        assertThat(judges("google", List.of("kie"), Map.of())).containsExactly(OPENAI, KIE, GEMINI);
    }

    @Test
    void asksWhomItHasPaidEvenForAJudgementOfItsOwn() {
        Map<String, Purchase> paid = Map.of("kie/gemini-3-flash", Purchase.intended(0, 0));

        assertThat(judges("google", List.of(), paid)).containsExactly(KIE, OPENAI, GEMINI);
    }

    private static List<Provider> judges(String notBy, List<String> priority, Map<String, Purchase> paid) {
        return ProviderOrder.of(LINES, List.of(), priority, paid, notBy, ProviderOrderTest::model);
    }

    private static @Nullable String model(Provider provider) {
        return provider == KIE ? "gemini-3-flash" : null;
    }
}
