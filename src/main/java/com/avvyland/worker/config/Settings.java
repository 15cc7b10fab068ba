// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.config;

import static com.avvyland.worker.config.Setting.of;
import static com.avvyland.worker.config.Setting.optional;
import static com.avvyland.worker.config.Setting.required;

import com.avvyland.worker.config.ArtifactsConfig.Store;
import com.avvyland.worker.config.PreviewsConfig.BrowserInstall;
import com.avvyland.worker.config.PreviewsConfig.Gl;
import com.avvyland.worker.task.Angle;
import com.avvyland.worker.task.ImageMime;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Lists every setting of the worker, in the order of the README's table. */
final class Settings {

    static final Setting<String> REDIS_ADDRESS = of(
            "worker.redis.address",
            "REDIS_ADDRESS",
            "localhost:6379",
            Kind.REDIS,
            "`host:port`, or a `redis://`, `rediss://`, `redis-sentinel://` URI");
    static final Setting<String> REDIS_USERNAME =
            optional("worker.redis.username", "REDIS_USERNAME", Kind.TEXT, "ACL user");
    static final Setting<Secret> REDIS_PASSWORD =
            optional("worker.redis.password", "REDIS_PASSWORD", Kind.SECRET, "password");
    static final Setting<Integer> REDIS_DB =
            of("worker.redis.db", "REDIS_DB", "0", Kind.number(0, 1023), "database number");

    static final Setting<String> QUEUE = of(
            "worker.queue",
            "MODEL_PREVIEW_QUEUE_NAME",
            "model_preview",
            Kind.TEXT,
            "queue of `model.preview.v1` and `model.object_pipeline.v1`");
    static final Setting<Integer> CONCURRENCY = of(
            "worker.concurrency",
            "MODEL_PREVIEW_WORKER_CONCURRENCY",
            "2",
            Kind.number(1, 256),
            "tasks at once in this process");
    static final Setting<Duration> SHUTDOWN_TIMEOUT = of(
            "worker.shutdown_timeout",
            "MODEL_PREVIEW_WORKER_SHUTDOWN_TIMEOUT",
            "60s",
            Kind.DURATIONS,
            "how long running tasks may finish after SIGTERM; what is left then is requeued");
    static final Setting<ByteSize> MAX_PAYLOAD =
            of("worker.max_payload", null, "256MiB", Kind.SIZES, "largest task payload that is decoded");
    static final Setting<ByteSize> MAX_MODEL =
            of("worker.max_model", null, "256MiB", Kind.SIZES, "largest model that is read");

    static final Setting<Secret> CALLBACK_SECRET =
            required("worker.callback.secret", "MODEL_PREVIEW_CALLBACK_SECRET", Kind.SECRET, "signing secret");
    static final Setting<Secret> CALLBACK_SECRET_PREVIOUS = optional(
            "worker.callback.secret_previous",
            "MODEL_PREVIEW_CALLBACK_SECRET_PREVIOUS",
            Kind.SECRET,
            "during a rotation: a second signature, in `<header>-Previous`");
    static final Setting<Boolean> STANDARD_WEBHOOKS = of(
            "worker.callback.standard_webhooks",
            "MODEL_PREVIEW_CALLBACK_STANDARD_WEBHOOKS",
            "false",
            Kind.FLAG,
            "whether the `webhook-*` headers of Standard Webhooks are sent beside the signature");
    static final Setting<Duration> CALLBACK_TIMEOUT =
            of("worker.callback.timeout", "MODEL_PREVIEW_CALLBACK_TIMEOUT", "30s", Kind.LIMITS, "for one attempt");
    static final Setting<List<String>> CALLBACK_ALLOWED_HOSTS = of(
            "worker.callback.allowed_hosts",
            "MODEL_PREVIEW_CALLBACK_ALLOWED_HOSTS",
            "",
            Kind.HOSTS,
            "hosts, `*.example.com`, or CIDR; empty: any public host");
    static final Setting<Boolean> CALLBACK_ALLOW_HTTP = of(
            "worker.callback.allow_http",
            "MODEL_PREVIEW_CALLBACK_ALLOW_HTTP",
            "false",
            Kind.FLAG,
            "whether plain http is allowed");
    static final Setting<Boolean> CALLBACK_ALLOW_PRIVATE = of(
            "worker.callback.allow_private",
            "MODEL_PREVIEW_CALLBACK_ALLOW_PRIVATE",
            "false",
            Kind.FLAG,
            "whether loopback, link-local and private addresses are allowed");
    static final Setting<Integer> CALLBACK_REDELIVERIES = of(
            "worker.callback.redeliveries", null, "4", Kind.number(0, 20), "attempts after the first, before asynq's");
    static final Setting<Duration> CALLBACK_REDELIVERY_DELAY = of(
            "worker.callback.redelivery_delay",
            null,
            "1s",
            Kind.DURATIONS,
            "before the first of them; it doubles, with jitter");
    static final Setting<Duration> CALLBACK_REDELIVERY_MAX_DELAY =
            of("worker.callback.redelivery_max_delay", null, "30s", Kind.DURATIONS, "the longest of these delays");
    static final Setting<Duration> CALLBACK_KEPT_FOR =
            of("worker.callback.kept_for", null, "7d", Kind.LIMITS, "how long a finished result waits for delivery");
    static final Setting<ByteSize> INLINE_LIMIT = of(
            "worker.callback.inline_limit",
            null,
            "8MiB",
            Kind.SIZES,
            "largest artifact whose bytes are in the callback; larger ones need a bucket");

    static final Setting<List<String>> MODEL_URL_ALLOWED_HOSTS = of(
            "worker.model_url.allowed_hosts",
            null,
            "",
            Kind.HOSTS,
            "hosts that models are read from by https, as for callbacks; empty: any public host");
    static final Setting<Duration> MODEL_URL_TIMEOUT = of(
            "worker.model_url.timeout",
            null,
            "2m",
            Kind.LIMITS,
            "for one model behind a URL, from connecting to the last byte");

    static final Setting<Store> ARTIFACTS_STORE = of(
            "worker.artifacts.store",
            null,
            "above_limit",
            Kind.choice(Store.class),
            "`above_limit`: what is too large to travel inline; `always`: every artifact");
    static final Setting<String> S3_BUCKET = optional(
            "worker.s3.bucket", "S3_BUCKET", S3Kinds.BUCKET, "bucket of the artifacts; none: they travel inline only");
    static final Setting<String> S3_REGION =
            of("worker.s3.region", "S3_REGION", "us-east-1", S3Kinds.REGION, "signing region");
    static final Setting<URI> S3_ENDPOINT = optional(
            "worker.s3.endpoint", "S3_ENDPOINT", S3Kinds.ENDPOINT, "`https://host[:port]` of a store other than AWS");
    static final Setting<Boolean> S3_PATH_STYLE = of(
            "worker.s3.force_path_style",
            "S3_FORCE_PATH_STYLE",
            "false",
            Kind.FLAG,
            "whether the bucket is in the path instead of the host name");
    static final Setting<Secret> S3_ACCESS_KEY_ID = optional(
            "worker.s3.access_key_id",
            "S3_ACCESS_KEY_ID",
            Kind.SECRET,
            "key; none: the AWS SDK's default chain (environment, profile, instance role)");
    static final Setting<Secret> S3_SECRET_ACCESS_KEY =
            optional("worker.s3.secret_access_key", "S3_SECRET_ACCESS_KEY", Kind.SECRET, "its secret; both or neither");
    static final Setting<String> S3_PREFIX =
            optional("worker.s3.prefix", "S3_PREFIX", S3Kinds.PREFIX, "before every key, as `models/prod`");
    static final Setting<List<String>> S3_INPUT_BUCKETS = of(
            "worker.s3.input_buckets",
            null,
            "",
            Kind.LIST,
            "buckets that a task's `s3://` URL may name; empty: the artifacts' own");
    static final Setting<Duration> S3_TIMEOUT =
            of("worker.s3.timeout", null, "60s", Kind.LIMITS, "for one request: an object, or a part of a large one");
    static final Setting<Integer> S3_REDELIVERIES =
            of("worker.s3.redeliveries", null, "2", Kind.number(0, 20), "attempts after the first, before asynq's");
    static final Setting<Duration> S3_REDELIVERY_DELAY = of(
            "worker.s3.redelivery_delay",
            null,
            "500ms",
            Kind.DURATIONS,
            "before the first of them; then four times it");

    static final Setting<List<Angle>> ANGLES =
            of("previews.angles", null, "three_quarter, front, right, back", Kind.ANGLES, "rendered by default");
    static final Setting<Integer> WIDTH = of("previews.width", null, "512", Kind.number(16, 4096), "pixels");
    static final Setting<Integer> HEIGHT = of("previews.height", null, "512", Kind.number(16, 4096), "pixels");
    static final Setting<ImageMime> MIME = of("previews.mime", null, "image/png", Kind.MIME, "image format");
    static final Setting<String> BACKGROUND =
            of("previews.background", null, "transparent", Kind.TEXT, "CSS colour, or `transparent`");
    static final Setting<Integer> SUPERSAMPLING =
            of("previews.supersampling", null, "2", Kind.number(1, 4), "edge factor of the image before it is reduced");
    static final Setting<Boolean> SHADOW = of(
            "previews.contact_shadow",
            null,
            "false",
            Kind.FLAG,
            "whether the model stands on a ground that takes its shadow");
    static final Setting<Duration> PREVIEW_TIMEOUT =
            of("previews.timeout", null, "60s", Kind.LIMITS, "for all images of one task");
    static final Setting<OptionalInt> RENDERERS = of(
            "previews.renderers",
            null,
            "auto",
            Kind.numberOrAuto(1, 64),
            "browsers kept warm, one page each; `auto`: one a core, as far as memory and tasks at once go");
    static final Setting<ByteSize> BROWSER_MEMORY = of(
            "previews.browser_memory",
            null,
            "1GiB",
            Kind.SIZES,
            "what one browser may hold after a job; past it, it is replaced");
    static final Setting<Gl> GL = of(
            "previews.gl",
            null,
            "auto",
            Kind.choice(Gl.class),
            "`auto`: a GPU where EGL finds one, else Mesa's rasteriser, else SwiftShader");
    static final Setting<String> BROWSER =
            optional("previews.browser", "PREVIEW_BROWSER", Kind.TEXT, "path of a Chromium; else it is looked for");
    static final Setting<BrowserInstall> BROWSER_INSTALL = of(
            "previews.browser_install",
            "PREVIEW_BROWSER_INSTALL",
            "auto",
            Kind.choice(BrowserInstall.class),
            "`auto`: a missing Chromium is installed on the first start");

    static final Setting<Integer> TEXTURE_SIZE = of(
            "textures.max_size",
            null,
            "2048",
            Kind.number(16, 8192),
            "pixels of the longest edge of a texture in `view.cbor`; the canonical GLB keeps its textures");
    static final Setting<TexturesConfig.Format> TEXTURE_FORMAT = of(
            "textures.format",
            null,
            "source",
            Kind.choice(TexturesConfig.Format.class),
            "format of these textures; `jpeg` spares alpha and normal maps, `webp` is lossless for normal maps");

    private static final List<Setting<?>> WORKER = List.of(
            REDIS_ADDRESS,
            REDIS_USERNAME,
            REDIS_PASSWORD,
            REDIS_DB,
            QUEUE,
            CONCURRENCY,
            SHUTDOWN_TIMEOUT,
            MAX_PAYLOAD,
            MAX_MODEL,
            CALLBACK_SECRET,
            CALLBACK_SECRET_PREVIOUS,
            STANDARD_WEBHOOKS,
            CALLBACK_TIMEOUT,
            CALLBACK_ALLOWED_HOSTS,
            CALLBACK_ALLOW_HTTP,
            CALLBACK_ALLOW_PRIVATE,
            CALLBACK_REDELIVERIES,
            CALLBACK_REDELIVERY_DELAY,
            CALLBACK_REDELIVERY_MAX_DELAY,
            CALLBACK_KEPT_FOR,
            INLINE_LIMIT,
            MODEL_URL_ALLOWED_HOSTS,
            MODEL_URL_TIMEOUT,
            ARTIFACTS_STORE,
            S3_BUCKET,
            S3_REGION,
            S3_ENDPOINT,
            S3_PATH_STYLE,
            S3_ACCESS_KEY_ID,
            S3_SECRET_ACCESS_KEY,
            S3_PREFIX,
            S3_INPUT_BUCKETS,
            S3_TIMEOUT,
            S3_REDELIVERIES,
            S3_REDELIVERY_DELAY);

    private static final List<Setting<?>> PREVIEWS = List.of(
            ANGLES,
            WIDTH,
            HEIGHT,
            MIME,
            BACKGROUND,
            SUPERSAMPLING,
            SHADOW,
            PREVIEW_TIMEOUT,
            RENDERERS,
            BROWSER_MEMORY,
            GL,
            BROWSER,
            BROWSER_INSTALL);

    private static final List<Setting<?>> TEXTURES = List.of(TEXTURE_SIZE, TEXTURE_FORMAT);

    static final List<Setting<?>> ALL = Stream.of(
                    WORKER, PREVIEWS, TEXTURES, ProjectionSettings.ALL, ProviderSettings.all(), TelemetrySettings.ALL)
            .flatMap(List::stream)
            .toList();

    private Settings() {}
}
