// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.redis;

import com.avvyland.worker.asynq.redis.RedisLocation.Layout;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the text form of a {@link RedisLocation}.
 *
 * <p>{@link java.net.URI} can't: it knows no list of hosts and repeats the text in its errors. Here no error repeats
 * anything but a scheme: what looks like a port may be the password of someone who forgot the {@code @}.
 */
final class RedisUri {

    private static final Pattern SCHEME = Pattern.compile("[a-z][a-z0-9+.-]{0,30}");
    private static final Pattern ADDRESS =
            Pattern.compile("(?<host>\\[[0-9A-Fa-f:.]+(?:%\\w+)?]|[\\w.-]+)(?::(?<port>\\d{1,5}))?");
    private static final int REDIS_PORT = 6379;
    private static final int SENTINEL_PORT = 26379;

    private RedisUri() {}

    static RedisLocation parse(String text) {
        int end = text.indexOf("://");
        String scheme = end < 0 ? "redis" : text.substring(0, end);
        String rest = end < 0 ? text : text.substring(end + 3);
        Layout layout = layout(scheme);
        return layout == Layout.SOCKET ? socket(rest) : servers(layout, scheme.startsWith("rediss"), rest);
    }

    private static Layout layout(String scheme) {
        return switch (scheme) {
            case "redis", "rediss" -> Layout.SINGLE;
            case "redis-socket" -> Layout.SOCKET;
            case "redis-sentinel", "rediss-sentinel" -> Layout.SENTINEL;
            case "redis-cluster", "rediss-cluster" -> Layout.CLUSTER;
            default ->
                throw wrong(
                        SCHEME.matcher(scheme).matches() ? "scheme " + scheme : "scheme",
                        "redis, rediss, redis-socket, redis-sentinel, rediss-sentinel, redis-cluster, rediss-cluster");
        };
    }

    private static RedisLocation socket(String rest) {
        int question = rest.indexOf('?');
        String place = question < 0 ? rest : rest.substring(0, question);
        int slash = place.indexOf('/');
        String login = slash < 0 ? "" : place.substring(0, slash);
        if (slash < 0 || place.length() == slash + 1 || !(login.isEmpty() || login.endsWith("@"))) {
            throw wrong("path", "redis-socket:///run/redis.sock, with three slashes");
        }
        Map<String, String> query = query(question < 0 ? "" : rest.substring(question + 1), "db", "password");
        Login named = Login.of(login);
        String password = query.getOrDefault("password", "");
        return new RedisLocation(
                Layout.SOCKET,
                false,
                List.of(decode(place.substring(slash))),
                database(query.getOrDefault("db", "")),
                null,
                named.user(),
                password.isEmpty() ? named.password() : password);
    }

    private static RedisLocation servers(Layout layout, boolean tls, String text) {
        int at = text.lastIndexOf('@') + 1;
        Login login = Login.of(text.substring(0, at));
        String rest = text.substring(at);
        int question = rest.indexOf('?');
        Map<String, String> query = layout == Layout.SENTINEL
                ? query(question < 0 ? "" : rest.substring(question + 1), "master")
                : query(question < 0 ? "" : rest.substring(question + 1));
        String place = question < 0 ? rest : rest.substring(0, question);
        int slash = place.indexOf('/');
        int database = database(slash < 0 ? "" : place.substring(slash + 1));
        String master = query.get("master");
        if (layout == Layout.SENTINEL && (master == null || master.isEmpty())) {
            throw wrong("no master", "redis-sentinel://host,host?master=name");
        }
        if (layout == Layout.CLUSTER && database != 0) {
            throw wrong("database", "none, a cluster has only number 0");
        }
        List<String> hosts = new ArrayList<>();
        for (String host : (slash < 0 ? place : place.substring(0, slash)).split(",", -1)) {
            hosts.add(address(host, layout == Layout.SENTINEL ? SENTINEL_PORT : REDIS_PORT));
        }
        if (layout == Layout.SINGLE && hosts.size() > 1) {
            throw wrong("several hosts", "one, or redis-sentinel or redis-cluster");
        }
        return new RedisLocation(layout, tls, hosts, database, master, login.user(), login.password());
    }

    private record Login(@Nullable String user, @Nullable String password) {

        static Login of(String text) {
            if (text.isEmpty()) {
                return new Login(null, null);
            }
            String[] parts = text.substring(0, text.length() - 1).split(":", 2);
            return new Login(
                    parts[0].isEmpty() ? null : decode(parts[0]),
                    parts.length < 2 || parts[1].isEmpty() ? null : decode(parts[1]));
        }
    }

    private static int database(String text) {
        if (!text.matches("\\d{0,5}")) {
            throw wrong("database", "a number, as in /0 after the host or ?db=0 after a socket's path");
        }
        return text.isEmpty() ? 0 : Integer.parseInt(text);
    }

    private static String address(String text, int defaultPort) {
        Matcher parts = ADDRESS.matcher(text);
        if (!parts.matches()) {
            throw wrong("host", "host, host:port, or [address]:port for IPv6");
        }
        int port = parts.group("port") == null ? defaultPort : Integer.parseInt(parts.group("port"));
        if (port < 1 || port > 65_535) {
            throw wrong("port", "1 to 65535");
        }
        return parts.group("host") + ":" + port;
    }

    /** A misspelt name must not be dropped in silence: the worker would listen to the wrong database. */
    private static Map<String, String> query(String text, String... names) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String pair : text.isEmpty() ? new String[0] : text.split("&")) {
            String[] parts = pair.split("=", 2);
            if (!List.of(names).contains(parts[0])) {
                throw wrong("query", names.length == 0 ? "none" : String.join(", ", names));
            }
            values.put(parts[0], parts.length < 2 ? "" : decode(parts[1]));
        }
        return values;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            // Its message repeats what can't be decoded.
            throw wrong("escape", "% and two hexadecimal digits, %25 for the sign itself");
        }
    }

    private static IllegalArgumentException wrong(String what, String expected) {
        return new IllegalArgumentException("uri: " + what + " (expected: " + expected + ")");
    }
}
