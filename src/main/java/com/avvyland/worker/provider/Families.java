// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tells whose model answers, whoever sells the answer: KIE's {@code nano-banana-2} is Google's. Stateless.
 *
 * <p>A model is a mild judge of what it painted itself, and what is down at its maker is down at all who sell it.
 */
public final class Families {

    /** What the ids of a maker's models hold; the first that fits. As of 2026-11. */
    private static final Map<String, List<String>> MARKS = marks();

    private Families() {}

    /**
     * Return the family of a model, a word in lower case.
     *
     * @param provider who is asked
     * @param model as the provider names it; absent where that is not known
     */
    public static String of(Provider provider, @Nullable String model) {
        String id = model == null ? "" : model.toLowerCase(Locale.ROOT);
        for (Map.Entry<String, List<String>> family : MARKS.entrySet()) {
            if (family.getValue().stream().anyMatch(id::contains)) {
                return family.getKey();
            }
        }
        return switch (provider) {
            case GEMINI, NANOBANANA -> "google";
            default -> provider.wireName();
        };
    }

    /** Put those of another family first; whoever is first stays so where {@code paid} says that it was paid already. */
    static List<Provider> others(
            List<Provider> order, String family, Function<Provider, @Nullable String> model, List<Provider> paid) {
        List<Provider> sorted = new ArrayList<>(paid);
        List<Provider> same = new ArrayList<>();
        for (Provider provider : order) {
            if (!paid.contains(provider)) {
                (of(provider, model.apply(provider)).equals(family) ? same : sorted).add(provider);
            }
        }
        sorted.addAll(same);
        return sorted;
    }

    private static Map<String, List<String>> marks() {
        Map<String, List<String>> marks = new LinkedHashMap<>();
        marks.put("openai", List.of("gpt", "openai/", "dall-e"));
        marks.put("google", List.of("gemini", "nano-banana", "imagen", "google/"));
        marks.put("tencent", List.of("hunyuan"));
        marks.put("bytedance", List.of("seedream", "bytedance"));
        marks.put("alibaba", List.of("qwen", "wan"));
        marks.put("bfl", List.of("flux"));
        return marks;
    }
}
