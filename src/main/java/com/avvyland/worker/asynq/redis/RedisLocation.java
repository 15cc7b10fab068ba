// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.redis;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Names a Redis: which servers, how they stand together, who we are to them.
 *
 * <p>Texts: {@code redis://[user][:password]@host[:6379][/db]}, {@code rediss://…} with TLS,
 * {@code redis-socket://[user:password@]/path[?db=n]}, {@code redis-sentinel://[user:password@]host[:26379],host…[/db]
 * ?master=name} and {@code redis-cluster://host,host…} ({@code rediss-sentinel://} and {@code rediss-cluster://} with
 * TLS). User and password are percent-encoded, an IPv6 host stands in brackets. Neither {@link #toString} nor an error
 * shows the password.
 *
 * @param hosts each {@code host:port}; of a socket its one path
 */
public record RedisLocation(
        Layout layout,
        boolean tls,
        List<String> hosts,
        int database,
        @Nullable String master,
        @Nullable String username,
        @Nullable String password) {

    /** How the servers stand together. */
    public enum Layout {
        SINGLE,
        SOCKET,
        SENTINEL,
        CLUSTER
    }

    public RedisLocation {
        hosts = List.copyOf(hosts);
    }

    /** Parse a text; throws {@link IllegalArgumentException} without repeating it, for it may hold a password. */
    public static RedisLocation parse(String text) {
        return RedisUri.parse(text);
    }

    /** Return this location with other credentials; null keeps what the text said. */
    public RedisLocation with(@Nullable String newUsername, @Nullable String newPassword) {
        return new RedisLocation(
                layout,
                tls,
                hosts,
                database,
                master,
                newUsername == null ? username : newUsername,
                newPassword == null ? password : newPassword);
    }

    @Override
    public String toString() {
        return layout + " " + String.join(",", hosts) + "/" + database + (tls ? " TLS" : "");
    }
}
