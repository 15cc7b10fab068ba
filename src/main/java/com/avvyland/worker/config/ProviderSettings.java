// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.config;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Lists the settings of the AI providers, in the order of the README's table. */
final class ProviderSettings {

    /**
     * Lists what every provider with a key has.
     *
     * @param visionModel absent for a provider without readings
     * @param imageModel absent for a provider without pictures
     */
    record Common(
            String name,
            Setting<Secret> key,
            Setting<URI> baseUrl,
            @Nullable Setting<String> visionModel,
            @Nullable Setting<String> imageModel,
            Setting<Duration> timeout,
            Setting<Integer> concurrency) {

        List<Setting<?>> all() {
            List<Setting<?>> all = new ArrayList<>(List.of(key, baseUrl));
            if (visionModel != null) {
                all.add(visionModel);
            }
            if (imageModel != null) {
                all.add(imageModel);
            }
            all.add(timeout);
            all.add(concurrency);
            return all;
        }
    }

    static final Common OPENAI =
            common("openai", "https://api.openai.com/v1", "gpt-5.4-mini", "gpt-image-2", "180s", 8);
    static final Common KIE = common("kie", "https://api.kie.ai", "gemini-3-flash", "nano-banana-2", "30s", 8);
    static final Common PIAPI = common("piapi", "https://api.piapi.ai", "gpt-4o-mini", "nano-banana-2", "60s", 4);
    static final Common GEMINI = common(
            "gemini",
            "https://generativelanguage.googleapis.com",
            "gemini-flash-latest",
            "gemini-3.1-flash-image",
            "120s",
            8);
    static final Common NANOBANANA =
            common("nanobanana", "https://api.nanobananaapi.ai/api/v1", null, "generate-2", "30s", 4);
    static final Common FAL =
            common("fal", "https://queue.fal.run", "google/gemini-2.5-flash", "fal-ai/nano-banana-2", "30s", 8);
    static final Common REPLICATE = common("replicate", "https://api.replicate.com/v1", null, null, "65s", 8);
    static final Setting<String> REPLICATE_BACKGROUND = Setting.of(
            "worker.providers.replicate.bg_remove_version",
            "REPLICATE_BG_REMOVE_VERSION",
            "bria/remove-background",
            ProviderKinds.MODEL,
            "model that removes backgrounds: `owner/name`, `owner/name:version` or a version");

    static final Setting<Secret> TENCENT_ID = Setting.optional(
            "worker.providers.tencent.secret_id", "TENCENT_SECRET_ID", Kind.SECRET, "id of the key; both or neither");
    static final Setting<Secret> TENCENT_KEY =
            Setting.optional("worker.providers.tencent.secret_key", "TENCENT_SECRET_KEY", Kind.SECRET, "its secret");
    static final Setting<String> TENCENT_REGION = Setting.of(
            "worker.providers.tencent.region",
            "TENCENT_REGION",
            "ap-singapore",
            S3Kinds.REGION,
            "a job is known in the region of its submission only");
    static final Setting<URI> TENCENT_ENDPOINT = Setting.of(
            "worker.providers.tencent.endpoint",
            "TENCENT_ENDPOINT",
            "https://hunyuan.intl.tencentcloudapi.com",
            ProviderKinds.BASE_URL,
            "the international host, or `https://ai3d.tencentcloudapi.com`; service and API version go with it");
    static final Setting<String> TENCENT_MODEL = Setting.of(
            "worker.providers.tencent.model_version",
            "TENCENT_MODEL_VERSION",
            "3.1",
            ProviderKinds.MODEL,
            "of Hunyuan 3D; always sent, as its own default is older");
    static final Setting<Duration> TENCENT_POLL_INTERVAL = Setting.of(
            "worker.providers.tencent.poll_interval",
            "TENCENT_POLL_INTERVAL",
            "5s",
            Kind.LIMITS,
            "between two questions at first");
    static final Setting<Duration> TENCENT_POLL_TIMEOUT = Setting.of(
            "worker.providers.tencent.poll_timeout",
            "TENCENT_POLL_TIMEOUT",
            "30m",
            Kind.LIMITS,
            "for one job; past it the task is retried, and asks for the same job again");
    static final Setting<Integer> TENCENT_CONCURRENCY = Setting.of(
            "worker.providers.tencent.max_concurrency",
            "TENCENT_MAX_CONCURRENCY",
            "3",
            Kind.number(1, 64),
            "jobs at once of all replicas");

    static final Setting<Long> COST_PER_TASK = Setting.of(
            "worker.providers.max_cost_per_task",
            null,
            "5",
            ProviderKinds.DOLLARS,
            "US dollars that all tries of one task may cost");
    static final Setting<Long> COST_PER_DAY = Setting.of(
            "worker.providers.max_cost_per_day",
            null,
            "100",
            ProviderKinds.DOLLARS,
            "US dollars that all replicas may spend in a day of UTC");
    static final Setting<Duration> PATIENCE = Setting.of(
            "worker.providers.patience",
            null,
            "60s",
            Kind.DURATIONS,
            "how long a slot, or a provider that says later, is waited for before the next one is asked");
    static final Setting<Duration> KEPT_FOR = Setting.of(
            "worker.providers.kept_for",
            null,
            "24h",
            Kind.LIMITS,
            "how long what was bought is remembered, with its result");

    static final Setting<List<String>> UNDERSTANDING = Setting.optional(
            "image_understanding.providers",
            null,
            ProviderKinds.PROVIDERS,
            "who describes models, in this order; empty: the order of `routes/providers.camel.yaml`");

    static final Setting<URI> KIE_UPLOADS = Setting.of(
            "worker.providers.kie.upload_url",
            null,
            "https://kieai.redpandaai.co",
            ProviderKinds.BASE_URL,
            "where inputs are brought before a job");
    static final Setting<URI> PIAPI_UPLOADS = Setting.of(
            "worker.providers.piapi.upload_url",
            null,
            "https://upload.theapi.app",
            ProviderKinds.BASE_URL,
            "where inputs are brought before a job");

    static final Setting<Integer> PIAPI_POINTS = Setting.optional(
            "worker.providers.piapi.points_per_dollar",
            null,
            Kind.number(1, 1_000_000_000),
            "points of a task's `meta.usage` that are one US dollar; none: the Kamelet's price counts");

    static final List<Common> COMMON = List.of(OPENAI, KIE, PIAPI, GEMINI, NANOBANANA, FAL, REPLICATE);

    private ProviderSettings() {}

    static List<Setting<?>> all() {
        List<Setting<?>> all = new ArrayList<>();
        COMMON.forEach(common -> all.addAll(common.all()));
        all.addAll(List.of(
                KIE_UPLOADS,
                PIAPI_UPLOADS,
                PIAPI_POINTS,
                REPLICATE_BACKGROUND,
                TENCENT_ID,
                TENCENT_KEY,
                TENCENT_REGION,
                TENCENT_ENDPOINT,
                TENCENT_MODEL,
                TENCENT_POLL_INTERVAL,
                TENCENT_POLL_TIMEOUT,
                TENCENT_CONCURRENCY,
                COST_PER_TASK,
                COST_PER_DAY,
                PATIENCE,
                KEPT_FOR,
                UNDERSTANDING));
        return List.copyOf(all);
    }

    private static Common common(
            String name,
            String baseUrl,
            @Nullable String visionModel,
            @Nullable String imageModel,
            String timeout,
            int concurrency) {
        String key = "worker.providers.%s.".formatted(name);
        String variable = name.toUpperCase(Locale.ROOT) + "_";
        return new Common(
                name,
                Setting.optional(key + "api_key", variable + "API_KEY", Kind.SECRET, "key; none: it is passed over"),
                Setting.of(key + "base_url", variable + "BASE_URL", baseUrl, ProviderKinds.BASE_URL, "of its API"),
                visionModel == null
                        ? null
                        : Setting.of(
                                key + "vision_model",
                                variable + "VISION_MODEL",
                                visionModel,
                                ProviderKinds.MODEL,
                                "model that describes and judges"),
                imageModel == null
                        ? null
                        : Setting.of(
                                key + "image_model",
                                variable + "IMAGE_MODEL",
                                imageModel,
                                ProviderKinds.MODEL,
                                "model that paints"),
                Setting.of(key + "timeout", variable + "TIMEOUT", timeout, Kind.LIMITS, "for one call"),
                Setting.of(
                        key + "max_concurrency",
                        variable + "MAX_CONCURRENCY",
                        String.valueOf(concurrency),
                        Kind.number(1, 1024),
                        "calls and jobs at once of all replicas"));
    }
}
