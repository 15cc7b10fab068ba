// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.config;

import org.jspecify.annotations.Nullable;

/**
 * Says which Redis holds the queues and the journal.
 *
 * @param address {@code host:port} or a URI
 * @param database number, 0 unless set
 */
public record RedisConfig(
        String address, @Nullable String username, @Nullable Secret password, int database) {

    static RedisConfig of(Values values) {
        return new RedisConfig(
                values.get(Settings.REDIS_ADDRESS),
                values.find(Settings.REDIS_USERNAME),
                values.find(Settings.REDIS_PASSWORD),
                values.get(Settings.REDIS_DB));
    }

    /** Leave out what stands before an @ in the address: it may be a password. */
    @Override
    public String toString() {
        return "RedisConfig[%s/%d]".formatted(address.replaceFirst("//.*@", "//***@"), database);
    }
}
