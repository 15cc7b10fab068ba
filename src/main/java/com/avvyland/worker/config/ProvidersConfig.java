// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.config;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Says which AI providers may be used, and for how much.
 *
 * @param accounts by the provider's name
 * @param maxCostPerTask millionths of a US dollar
 * @param maxCostPerDay millionths of a US dollar
 * @param patience how long a slot, or a provider that says later, is waited for
 * @param keptFor how long what was bought is remembered
 * @param understanding who describes models, in order; empty for the route's order
 * @param piapiPointsPerDollar absent: what PiAPI says that it took is not read
 */
public record ProvidersConfig(
        Map<String, AccountConfig> accounts,
        TencentConfig tencent,
        long maxCostPerTask,
        long maxCostPerDay,
        Duration patience,
        Duration keptFor,
        List<String> understanding,
        @Nullable Integer piapiPointsPerDollar) {

    public ProvidersConfig {
        accounts = Map.copyOf(accounts);
        understanding = List.copyOf(understanding);
    }

    /**
     * Says how one provider is reached.
     *
     * @param key absent: it is passed over
     * @param uploadUrl where inputs are brought; absent where they travel in the request
     * @param timeout for one call
     * @param concurrency calls and jobs at once of all replicas
     */
    public record AccountConfig(
            @Nullable Secret key, URI baseUrl, @Nullable URI uploadUrl, Duration timeout, int concurrency) {}

    /**
     * Says how Tencent is reached.
     *
     * @param keys absent: it is passed over
     */
    public record TencentConfig(@Nullable Keys keys, String region, URI endpoint, int concurrency) {

        /** Holds the credentials. */
        public record Keys(Secret id, Secret key) {}
    }

    /** Tell whether anybody with a key could describe a model. */
    public boolean canUnderstand() {
        List<String> able =
                understanding.isEmpty() ? List.of("openai", "gemini", "kie", "piapi", "fal") : understanding;
        return accounts.entrySet().stream()
                .anyMatch(entry ->
                        able.contains(entry.getKey()) && entry.getValue().key() != null);
    }

    static ProvidersConfig of(Values values) {
        List<String> understanding = values.find(ProviderSettings.UNDERSTANDING);
        Map<String, AccountConfig> accounts = new TreeMap<>();
        for (ProviderSettings.Common common : ProviderSettings.COMMON) {
            accounts.put(
                    common.name(),
                    new AccountConfig(
                            values.find(common.key()),
                            values.get(common.baseUrl()),
                            uploads(common, values),
                            values.get(common.timeout()),
                            values.get(common.concurrency())));
        }
        return new ProvidersConfig(
                accounts,
                new TencentConfig(
                        keys(values),
                        values.get(ProviderSettings.TENCENT_REGION),
                        values.get(ProviderSettings.TENCENT_ENDPOINT),
                        values.get(ProviderSettings.TENCENT_CONCURRENCY)),
                values.get(ProviderSettings.COST_PER_TASK),
                values.get(ProviderSettings.COST_PER_DAY),
                values.get(ProviderSettings.PATIENCE),
                values.get(ProviderSettings.KEPT_FOR),
                understanding == null ? List.of() : understanding,
                values.find(ProviderSettings.PIAPI_POINTS));
    }

    private static @Nullable URI uploads(ProviderSettings.Common common, Values values) {
        return switch (common.name()) {
            case "kie" -> values.get(ProviderSettings.KIE_UPLOADS);
            case "piapi" -> values.get(ProviderSettings.PIAPI_UPLOADS);
            default -> null;
        };
    }

    private static TencentConfig.@Nullable Keys keys(Values values) {
        Secret id = values.find(ProviderSettings.TENCENT_ID);
        Secret key = values.find(ProviderSettings.TENCENT_KEY);
        if (id == null && key == null) {
            return null;
        }
        if (id == null || key == null) {
            throw new InvalidConfigException(
                    "worker.providers.tencent: one of two (expected: both TENCENT_SECRET_ID and TENCENT_SECRET_KEY, or neither)");
        }
        return new TencentConfig.Keys(id, key);
    }
}
