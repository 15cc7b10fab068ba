// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import com.avvyland.worker.config.ArtifactsConfig;
import com.avvyland.worker.config.ByteSize;
import com.avvyland.worker.config.CallbackConfig;
import com.avvyland.worker.config.Config;
import com.avvyland.worker.config.ConfigLoader;
import com.avvyland.worker.config.PreviewsConfig;
import com.avvyland.worker.config.RedisConfig;
import com.avvyland.worker.config.S3Config;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Makes the configuration of a worker for one task on this machine: the user's own, but for the queue, the receiver and the
 * store, which are private.
 */
final class RunConfig {

    /** What a callback may carry inline; {@link CallbackReceiver} reads as much. There is no bucket that larger ones could go to. */
    private static final ByteSize INLINE = new ByteSize(256L << 20);

    private RunConfig() {}

    /**
     * Return the configuration.
     *
     * @param environment the user's, with what a rehearsal changes
     * @param redis {@code host:port} of the private one
     * @param secret of the callback
     * @param reading whether the task names a model in S3, so that the user's bucket is read; nothing is written to it
     */
    static Config of(Map<String, String> environment, String redis, String secret, boolean reading) {
        var settings = new HashMap<>(environment);
        settings.put("REDIS_ADDRESS", redis);
        settings.put("MODEL_PREVIEW_CALLBACK_SECRET", secret);
        settings.put("MODEL_PREVIEW_WORKER_CONCURRENCY", "1");
        settings.put("MODEL_PROJECTION_WORKER_CONCURRENCY", "1");
        // They would be checked, and a file may hold a second pair of them.
        settings.keySet()
                .removeAll(List.of(
                        "REDIS_PASSWORD",
                        "REDIS_USERNAME",
                        "REDIS_DB",
                        "MODEL_PREVIEW_CALLBACK_SECRET_PREVIOUS",
                        "MODEL_PREVIEW_CALLBACK_ALLOWED_HOSTS"));
        return local(new ConfigLoader(settings, Path.of("")).load(), redis, reading);
    }

    private static Config local(Config own, String redis, boolean reading) {
        CallbackConfig callback = own.callback();
        S3Config s3 = reading ? own.s3() : null;
        return new Config(
                new RedisConfig(redis, null, null, 0),
                own.queue(),
                own.concurrency(),
                own.shutdownTimeout(),
                own.maxPayload(),
                own.maxModel(),
                new CallbackConfig(
                        callback.secret(),
                        null,
                        callback.standardWebhooks(),
                        callback.timeout(),
                        List.of(),
                        true,
                        true,
                        callback.keptFor()),
                own.modelUrl(),
                new ArtifactsConfig(INLINE, ArtifactsConfig.Store.ABOVE_LIMIT),
                s3,
                oneBrowser(own.previews()),
                own.textures(),
                own.projection(),
                own.providers(),
                own.telemetry(),
                placeholders(own.placeholders(), s3));
    }

    /** One task at a time needs no more than one. */
    private static PreviewsConfig oneBrowser(PreviewsConfig own) {
        return new PreviewsConfig(
                own.angles(),
                own.width(),
                own.height(),
                own.mime(),
                own.background(),
                own.supersampling(),
                own.shadow(),
                own.timeout(),
                OptionalInt.of(own.renderers().orElse(1)),
                own.browserMemory(),
                own.gl(),
                own.browser(),
                own.browserInstall());
    }

    /** Routes ask for the bucket by its placeholder. */
    private static Properties placeholders(Properties own, @Nullable S3Config s3) {
        var copy = new Properties();
        copy.putAll(own);
        if (s3 == null) {
            copy.remove("worker.s3.bucket");
        }
        return copy;
    }
}
