// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.journal;

import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.CborEncoder;
import com.avvyland.worker.task.CborLimits;
import com.avvyland.worker.task.CborReader;
import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.TaskFailure;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RMap;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.ByteArrayCodec;
import org.redisson.client.codec.StringCodec;
import org.redisson.codec.CompositeCodec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps, for each piece of work, what was bought for it from whom.
 *
 * <p>One hash a piece of work, {@code avvy:purchase:<work>}, with a time to live that starts anew with each write; one
 * field an offer, {@code <provider>/<model>}; the value is CBOR with a version. An entry that cannot be read counts as an
 * intent: it may have been paid. Safe for any thread; errors of Redis are passed on, which fails the attempt before
 * money is spent.
 */
public class Purchases {

    private static final Logger LOG = LoggerFactory.getLogger(Purchases.class);
    private static final int VERSION = 1;

    private final RedissonClient redis;
    private final Duration keptFor;
    private final CborReader reader = new CborReader(CborLimits.TASK);

    /**
     * Create a journal.
     *
     * @param keptFor how long a purchase is remembered after its last step
     */
    public Purchases(RedissonClient redis, Duration keptFor) {
        this.redis = redis;
        this.keptFor = keptFor;
    }

    /** Return all purchases for a piece of work, by offer. */
    public Map<String, Purchase> find(String work) {
        Map<String, Purchase> found = new HashMap<>();
        map(work).readAllMap().forEach((offer, value) -> found.put(offer, read(work, offer, value)));
        return found;
    }

    /**
     * Write the intent, before anything is sent.
     *
     * @return false when there is a purchase already: somebody else's, or an earlier try's
     */
    public boolean intend(String work, String offer, Purchase intent) {
        RMap<String, byte[]> map = map(work);
        boolean first = map.fastPutIfAbsent(offer, write(intent));
        map.expire(keptFor);
        return first;
    }

    /** Write the next step of a purchase. */
    public void advance(String work, String offer, Purchase purchase) {
        RMap<String, byte[]> map = map(work);
        map.fastPut(offer, write(purchase));
        map.expire(keptFor);
    }

    /** Forget a purchase that surely did not take place, or whose result is of no use. */
    public void forget(String work, String offer) {
        map(work).fastRemove(offer);
    }

    private RMap<String, byte[]> map(String work) {
        return redis.getMap("avvy:purchase:" + work, new CompositeCodec(StringCodec.INSTANCE, ByteArrayCodec.INSTANCE));
    }

    private static byte[] write(Purchase purchase) {
        return CborEncoder.encode(new Entry(
                        VERSION,
                        purchase.state().name().toLowerCase(Locale.ROOT),
                        purchase.jobId(),
                        purchase.startedAt(),
                        purchase.costMicroUsd(),
                        purchase.result(),
                        purchase.note()))
                .array();
    }

    private Purchase read(String work, String offer, byte[] value) {
        try {
            return reader.read(Bytes.of(value), Entry.class).purchase();
        } catch (TaskFailure | IllegalArgumentException e) {
            LOG.warn("purchase {} of {}: {}; taken for an intent", offer, work, e.getMessage());
            return Purchase.intended(0, 0);
        }
    }

    /** Lays out an entry; a component is added, never changed or taken away, without a new version. */
    record Entry(
            @Nullable Integer version,
            @Nullable String state,
            @Nullable String jobId,
            @Nullable Long startedAt,
            @Nullable Long costMicroUsd,
            @Nullable String result,
            @Nullable String note) {

        private Purchase purchase() {
            if (version == null || version != VERSION || state == null || startedAt == null || costMicroUsd == null) {
                throw new TaskFailure(
                        FailureCode.INTERNAL, "entry: version %s (expected: %d, complete)".formatted(version, VERSION));
            }
            Purchase.State step = Purchase.State.valueOf(state.toUpperCase(Locale.ROOT));
            return new Purchase(step, jobId, startedAt, costMicroUsd, result, note);
        }
    }
}
