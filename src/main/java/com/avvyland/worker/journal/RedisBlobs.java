// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.journal;

import com.avvyland.worker.task.Bytes;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RBucket;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.ByteArrayCodec;

/** Keeps blobs in Redis, where no bucket is configured: {@code avvy:blob:<sha256>}, with a time to live. */
public final class RedisBlobs implements Blobs {

    private final RedissonClient redis;
    private final Duration keptFor;

    public RedisBlobs(RedissonClient redis, Duration keptFor) {
        this.redis = redis;
        this.keptFor = keptFor;
    }

    @Override
    public void keep(String sha256, Bytes blob) {
        bucket(sha256).set(blob.toByteArray(), keptFor);
    }

    @Override
    public @Nullable Bytes find(String sha256) {
        byte @Nullable [] blob = bucket(sha256).get();
        return blob == null ? null : Bytes.of(blob);
    }

    private RBucket<byte[]> bucket(String sha256) {
        return redis.getBucket("avvy:blob:" + sha256, ByteArrayCodec.INSTANCE);
    }
}
