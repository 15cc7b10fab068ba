// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.redisson.api.RPermitExpirableSemaphore;
import org.redisson.api.RRateLimiter;
import org.redisson.api.RateType;
import org.redisson.api.RedissonClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides who may call which provider now: the key, the gate, slots and rate of the account, the budget. Slots and rates
 * are in Redis, shared by all replicas. Safe for any thread.
 */
public final class ProviderAccounts {

    private static final Logger LOG = LoggerFactory.getLogger(ProviderAccounts.class);

    /** A gate that nobody opens by a restart opens by itself after this long, for one try. */
    private static final Duration SHUT = Duration.ofHours(1);

    /** A slot outlives the longest job (Tencent, 30 minutes): it ends by itself when its worker has died. */
    private static final Duration SLOT = Duration.ofMinutes(45);

    private final RedissonClient redis;
    private final InstantSource clock;
    private final Budget budget;
    private final Duration patience;
    private final Map<Provider, Account> accounts = new EnumMap<>(Provider.class);
    private final Map<Provider, Downloads> downloads;
    private final Map<String, Shut> shut = new ConcurrentHashMap<>();

    private record Shut(Instant until, String reason) {}

    /**
     * Create the accounts.
     *
     * @param patience how long a slot is waited for
     */
    public ProviderAccounts(
            RedissonClient redis,
            InstantSource clock,
            Budget budget,
            Duration patience,
            Map<Provider, Account> accounts,
            Map<Provider, Downloads> downloads) {
        this.redis = redis;
        this.clock = clock;
        this.budget = budget;
        this.patience = patience;
        this.accounts.putAll(accounts);
        this.downloads = Map.copyOf(downloads);
    }

    /** Tell whether a provider has a key. */
    public boolean configured(Provider provider) {
        Account account = accounts.get(provider);
        return account != null && account.configured();
    }

    /**
     * Ask for leave to buy once.
     *
     * @throws ProviderException {@link Fault#PASSED_OVER} without key, {@link Fault#OVER_BUDGET}, or while the gate is shut;
     *     {@link Fault#CONCURRENCY_FULL} or {@link Fault#RATE_LIMITED} when no slot was free in time
     */
    Leave ask(Provider provider, TaskKey task, long priceMicroUsd) {
        Account account = accounts.get(provider);
        if (account == null || !account.configured()) {
            throw new ProviderException(Fault.PASSED_OVER, "no key (expected: one in the environment)");
        }
        checkGate(provider.wireName());
        RPermitExpirableSemaphore slots = redis.getPermitExpirableSemaphore("avvy:slots:" + provider.wireName());
        slots.trySetPermits(account.concurrency());
        String permit = slot(slots, account);
        boolean granted = false;
        try {
            checkRate(account);
            budget.reserve(task, priceMicroUsd);
            granted = true;
        } finally {
            if (!granted) {
                slots.tryRelease(permit);
            }
        }
        return new Leave(slots, permit, account.releaseLag(), budget, task, priceMicroUsd);
    }

    /**
     * Shut a gate that only a person can open: of a model that is gone, or of a whole account whose key or money is.
     *
     * @param offer {@code provider/model}
     */
    void shut(Provider provider, String offer, ProviderException reason) {
        String gate = reason.fault() == Fault.CONFIG ? offer : provider.wireName();
        String text = "%s: %s".formatted(reason.fault(), reason.getMessage());
        Shut previous = shut.put(gate, new Shut(clock.instant().plus(SHUT), text));
        if (previous == null) {
            LOG.error("provider {}: shut for {}: {}", gate, SHUT, text);
        }
    }

    Downloads downloads(Provider provider) {
        Downloads found = downloads.get(provider);
        if (found == null) {
            throw new IllegalStateException("downloads of %s: none (expected: one a provider)".formatted(provider));
        }
        return found;
    }

    /**
     * Look whether a gate is open.
     *
     * @param gate a provider's name, or {@code provider/model}
     * @throws ProviderException {@link Fault#PASSED_OVER} while it is shut
     */
    void checkGate(String gate) {
        Shut found = shut.get(gate);
        if (found == null) {
            return;
        }
        if (clock.instant().isBefore(found.until())) {
            throw new ProviderException(Fault.PASSED_OVER, "shut: " + found.reason());
        }
        shut.remove(gate, found);
    }

    private String slot(RPermitExpirableSemaphore slots, Account account) {
        try {
            String permit = slots.tryAcquire(patience.toMillis(), SLOT.toMillis(), TimeUnit.MILLISECONDS);
            if (permit == null) {
                throw new ProviderException(
                        Fault.CONCURRENCY_FULL,
                        "slots: all %d taken (expected: one free within %s)"
                                .formatted(account.concurrency(), patience));
            }
            return permit;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("slot: stopped while waiting (expected: to go on)", e);
        }
    }

    private void checkRate(Account account) {
        Account.Rate rate = account.rate();
        if (rate == null) {
            return;
        }
        RRateLimiter limiter =
                redis.getRateLimiter("avvy:rate:" + account.provider().wireName());
        limiter.trySetRate(RateType.OVERALL, rate.count(), rate.window());
        if (!limiter.tryAcquire(patience)) {
            throw new ProviderException(
                    Fault.RATE_LIMITED,
                    "rate: %d in %s used up (expected: less)".formatted(rate.count(), rate.window()));
        }
    }
}
