// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.config;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says which bucket keeps artifacts.
 *
 * @param region signing region; a store that has none takes any
 * @param endpoint of a store that is not AWS; absent for AWS
 * @param pathStyle whether the bucket is in the path instead of the host name
 * @param keys absent: the SDK's default chain (environment, profile, instance role)
 * @param prefix before every key, without slashes at its ends; may be empty
 * @param inputBuckets buckets that {@code input_model_url} may name
 * @param timeout for one request: one object, or one part of a large one
 */
public record S3Config(
        String bucket,
        String region,
        @Nullable URI endpoint,
        boolean pathStyle,
        @Nullable Keys keys,
        String prefix,
        List<String> inputBuckets,
        Duration timeout) {

    public S3Config {
        inputBuckets = List.copyOf(inputBuckets);
    }

    /** Holds the credentials. */
    public record Keys(Secret accessKeyId, Secret secretAccessKey) {}

    /** Return the store, or null when no bucket is set. */
    static @Nullable S3Config of(Values values) {
        String bucket = values.find(Settings.S3_BUCKET);
        URI endpoint = values.find(Settings.S3_ENDPOINT);
        Keys keys = keys(values);
        String prefix = values.find(Settings.S3_PREFIX);
        List<String> inputs = values.get(Settings.S3_INPUT_BUCKETS);
        if (bucket == null) {
            if (endpoint != null || keys != null || prefix != null || !inputs.isEmpty()) {
                throw new InvalidConfigException(
                        "%s: absent (expected: environment variable %s, as other S3 settings are given)"
                                .formatted(Settings.S3_BUCKET.key(), Settings.S3_BUCKET.variable()));
            }
            return null;
        }
        return new S3Config(
                bucket,
                values.get(Settings.S3_REGION),
                endpoint,
                values.get(Settings.S3_PATH_STYLE),
                keys,
                prefix == null ? "" : prefix,
                inputs.isEmpty() ? List.of(bucket) : inputs,
                values.get(Settings.S3_TIMEOUT));
    }

    private static @Nullable Keys keys(Values values) {
        Secret id = values.find(Settings.S3_ACCESS_KEY_ID);
        Secret secret = values.find(Settings.S3_SECRET_ACCESS_KEY);
        if (id == null && secret == null) {
            return null;
        }
        if (id == null || secret == null) {
            Setting<Secret> absent = id == null ? Settings.S3_ACCESS_KEY_ID : Settings.S3_SECRET_ACCESS_KEY;
            throw new InvalidConfigException(
                    "%s: absent (expected: both S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY, or neither)"
                            .formatted(absent.key()));
        }
        return new Keys(id, secret);
    }
}
