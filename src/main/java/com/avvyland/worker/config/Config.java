// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.config;

import java.time.Duration;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Holds all settings of one worker, checked.
 *
 * @param queue name of the queue that is consumed
 * @param concurrency tasks at once in this process
 * @param shutdownTimeout how long running tasks may finish after SIGTERM
 * @param maxPayload largest task payload that is decoded
 * @param maxModel largest model that is read
 * @param s3 absent: artifacts travel inline only
 * @param placeholders the settings as routes may refer to them; no secret among them
 */
public record Config(
        RedisConfig redis,
        String queue,
        int concurrency,
        Duration shutdownTimeout,
        ByteSize maxPayload,
        ByteSize maxModel,
        CallbackConfig callback,
        ModelUrlConfig modelUrl,
        ArtifactsConfig artifacts,
        @Nullable S3Config s3,
        PreviewsConfig previews,
        TexturesConfig textures,
        ProjectionConfig projection,
        ProvidersConfig providers,
        TelemetryConfig telemetry,
        Properties placeholders) {

    /** Return how many tasks of all queues may run at once in this process. */
    public int tasksAtOnce() {
        return concurrency + projection.concurrency();
    }

    static Config of(Values values) {
        return new Config(
                RedisConfig.of(values),
                values.get(Settings.QUEUE),
                values.get(Settings.CONCURRENCY),
                values.get(Settings.SHUTDOWN_TIMEOUT),
                values.get(Settings.MAX_PAYLOAD),
                values.get(Settings.MAX_MODEL),
                new CallbackConfig(
                        values.get(Settings.CALLBACK_SECRET),
                        values.find(Settings.CALLBACK_SECRET_PREVIOUS),
                        values.get(Settings.STANDARD_WEBHOOKS),
                        values.get(Settings.CALLBACK_TIMEOUT),
                        values.get(Settings.CALLBACK_ALLOWED_HOSTS),
                        values.get(Settings.CALLBACK_ALLOW_HTTP),
                        values.get(Settings.CALLBACK_ALLOW_PRIVATE),
                        values.get(Settings.CALLBACK_KEPT_FOR)),
                new ModelUrlConfig(
                        values.get(Settings.MODEL_URL_ALLOWED_HOSTS), values.get(Settings.MODEL_URL_TIMEOUT)),
                new ArtifactsConfig(values.get(Settings.INLINE_LIMIT), values.get(Settings.ARTIFACTS_STORE)),
                S3Config.of(values),
                new PreviewsConfig(
                        values.get(Settings.ANGLES),
                        values.get(Settings.WIDTH),
                        values.get(Settings.HEIGHT),
                        values.get(Settings.MIME),
                        values.get(Settings.BACKGROUND),
                        values.get(Settings.SUPERSAMPLING),
                        values.get(Settings.SHADOW),
                        values.get(Settings.PREVIEW_TIMEOUT),
                        values.get(Settings.RENDERERS),
                        values.get(Settings.BROWSER_MEMORY),
                        values.get(Settings.GL),
                        values.find(Settings.BROWSER),
                        values.get(Settings.BROWSER_INSTALL)),
                new TexturesConfig(values.get(Settings.TEXTURE_SIZE), values.get(Settings.TEXTURE_FORMAT)),
                ProjectionConfig.of(values),
                ProvidersConfig.of(values),
                TelemetryConfig.of(values),
                values.placeholders());
    }
}
