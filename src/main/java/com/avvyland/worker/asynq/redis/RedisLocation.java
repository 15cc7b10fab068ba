// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.redis;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Names a Redis: which servers, how they stand together, who we are to them.
 *
 * <p>Texts: {@code redis://[user][:password]@host[:6379][/db]}, {@code rediss://…} with TLS,
 * {@code redis-sentinel://[user:password]@host[:26379],host…[/db]?master=name} and {@code redis-cluster://host,host…}
 * ({@code rediss-cluster://} with TLS). Neither {@link #toString} nor an error shows the password.
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
        SENTINEL,
        CLUSTER
    }

    /** Parse a text; throws {@link IllegalArgumentException} without repeating it, for it may hold a password. */
    public static RedisLocation parse(String text) {
        int scheme = text.indexOf("://");
        if (scheme < 0) {
            return parse("redis://" + text);
        }
        String name = text.substring(0, scheme);
        Layout layout = switch (name) {
            case "redis", "rediss" -> Layout.SINGLE;
            case "redis-sentinel", "rediss-sentinel" -> Layout.SENTINEL;
            case "redis-cluster", "rediss-cluster" -> Layout.CLUSTER;
            default ->
                throw new IllegalArgumentException("uri: scheme " + name
                        + " (expected: redis, rediss, redis-sentinel, rediss-sentinel, redis-cluster,"
                        + " rediss-cluster)");
        };
        String rest = text.substring(scheme + 3);
        String user = null;
        String password = null;
        int at = rest.lastIndexOf('@');
        if (at >= 0) {
            String[] login = rest.substring(0, at).split(":", 2);
            user = login[0].isEmpty() ? null : decode(login[0]);
            password = login.length == 2 ? decode(login[1]) : null;
            rest = rest.substring(at + 1);
        }
        int end = indexOfAny(rest);
        List<String> hosts = Arrays.stream(rest.substring(0, end).split(","))
                .map(host -> address(host, layout == Layout.SENTINEL ? 26379 : 6379))
                .toList();
        URI tail = URI.create("x://x" + rest.substring(end));
        String path = tail.getPath() == null ? "" : tail.getPath().replace("/", "");
        String master = query(tail.getQuery(), "master");
        if (layout == Layout.SENTINEL && master == null) {
            throw new IllegalArgumentException("uri: no master (expected: redis-sentinel://host,host?master=name)");
        }
        return new RedisLocation(layout, name.startsWith("rediss"), hosts, database(path), master, user, password);
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

    private static int database(String path) {
        if (path.isEmpty()) {
            return 0;
        }
        if (!path.matches("\\d{1,5}")) {
            throw new IllegalArgumentException("uri: database (expected: a number after the host, as in /0)");
        }
        return Integer.parseInt(path);
    }

    private static String address(String host, int port) {
        if (host.isBlank()) {
            throw new IllegalArgumentException("uri: no host (expected: redis://host:port)");
        }
        int bracket = host.lastIndexOf(']');
        return host.indexOf(':', Math.max(bracket, 0)) > 0 ? host : host + ":" + port;
    }

    private static int indexOfAny(String rest) {
        for (int i = 0; i < rest.length(); i++) {
            if (rest.charAt(i) == '/' || rest.charAt(i) == '?') {
                return i;
            }
        }
        return rest.length();
    }

    private static @Nullable String query(@Nullable String query, String name) {
        for (String pair : query == null ? new String[0] : query.split("&")) {
            if (pair.startsWith(name + "=")) {
                return pair.substring(name.length() + 1);
            }
        }
        return null;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return layout + " " + String.join(",", hosts) + "/" + database + (tls ? " TLS" : "");
    }
}
