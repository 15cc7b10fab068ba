// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.gltf;

import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.TaskFailure;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds what a URI inside a model means, without ever opening anything: a data URI, or a file that came with it. */
final class GltfUri {

    private static final String EXPECTED = "a data: URI or a name in input_resources";
    private static final String BASE64 = ";base64";

    private GltfUri() {}

    /**
     * Return the bytes behind a URI.
     *
     * @param path where the URI stands, for the message
     * @throws TaskFailure {@code invalid_model} for any other scheme, for a path that leads out of the model's folder,
     *     for a name that did not come with the model, and for broken Base64
     */
    static Bytes resolve(String path, String uri, Map<String, Bytes> resources) {
        if (uri.regionMatches(true, 0, "data:", 0, 5)) {
            return data(path, uri);
        }
        String name = uri.startsWith("./") ? uri.substring(2) : uri;
        if (!staysInFolder(name)) {
            throw GltfFault.invalid(path, shown(uri), EXPECTED);
        }
        @Nullable Bytes resource = resources.get(name);
        if (resource == null && name.indexOf('%') >= 0) {
            resource = resources.get(decoded(path, name));
        }
        if (resource == null) {
            throw GltfFault.invalid(path, shown(uri), EXPECTED);
        }
        return resource;
    }

    private static Bytes data(String path, String uri) {
        int comma = uri.indexOf(',');
        if (comma < 0 || !uri.substring(0, comma).toLowerCase(Locale.ROOT).endsWith(BASE64)) {
            throw GltfFault.invalid(path, uri.substring(0, Math.min(uri.length(), 40)), "a data: URI in Base64");
        }
        // One array in, one out: the text of a data URI can be most of the model.
        byte[] text = uri.getBytes(StandardCharsets.ISO_8859_1);
        try {
            ByteBuffer decoded = Base64.getDecoder().decode(ByteBuffer.wrap(text, comma + 1, text.length - comma - 1));
            return new Bytes(decoded.array(), 0, decoded.limit());
        } catch (IllegalArgumentException e) {
            throw GltfFault.invalid(path, "broken Base64", "a data: URI in Base64");
        }
    }

    private static boolean staysInFolder(String name) {
        if (name.isEmpty() || name.startsWith("/") || name.indexOf('\\') >= 0 || name.indexOf(':') >= 0) {
            return false;
        }
        for (String segment : name.split("/", -1)) {
            if (segment.equals("..") || segment.toLowerCase(Locale.ROOT).contains("%2e")) {
                return false;
            }
        }
        return true;
    }

    private static String decoded(String path, String name) {
        try {
            // URLDecoder is for forms, where a plus is a space; in a path it is a plus.
            return URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw GltfFault.invalid(path, shown(name), EXPECTED);
        }
    }

    /** A URI may carry a password or a token: neither belongs in a message. */
    private static String shown(String uri) {
        int query = uri.indexOf('?');
        String shown = query < 0 ? uri : uri.substring(0, query) + "?...";
        int scheme = shown.indexOf("://");
        int at = shown.lastIndexOf('@');
        return scheme >= 0 && at > scheme ? shown.substring(0, scheme + 3) + "...@" + shown.substring(at + 1) : shown;
    }
}
