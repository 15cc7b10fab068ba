// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Says what one provider's account allows, whoever of the replicas uses it.
 *
 * @param configured whether its key is set
 * @param concurrency calls and jobs at once
 * @param rate creations a window; absent where the provider queues them itself
 * @param releaseLag how long a slot stays taken after its job is done
 */
public record Account(
        Provider provider,
        boolean configured,
        int concurrency,
        @Nullable Rate rate,
        Duration releaseLag) {

    /** Bounds creations in a window of time. */
    public record Rate(int count, Duration window) {}

    /** Return what is known of a provider's own limits. */
    public static Account of(Provider provider, boolean configured, int concurrency) {
        Rate rate = switch (provider) {
            // docs.kie.ai: more than 20 new tasks in 10 s are rejected; NanoBanana is its sister.
            case KIE, NANOBANANA -> new Rate(20, Duration.ofSeconds(10));
            // Tencent: 20 requests a second for each action; polls have their own.
            case TENCENT -> new Rate(20, Duration.ofSeconds(1));
            // replicate.com/docs: 600 predictions a minute.
            case REPLICATE -> new Rate(600, Duration.ofMinutes(1));
            case OPENAI, PIAPI, GEMINI, FAL -> null;
        };
        // Measured by others at Tencent: about 30 s from DONE to a free slot.
        Duration lag = provider == Provider.TENCENT ? Duration.ofSeconds(30) : Duration.ZERO;
        return new Account(provider, configured, concurrency, rate, lag);
    }
}
