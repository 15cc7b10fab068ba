// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.tencent;

import com.avvyland.worker.gltf.ImageHeader;
import com.avvyland.worker.provider.Fault;
import com.avvyland.worker.provider.Json;
import com.avvyland.worker.provider.ProviderException;
import com.avvyland.worker.provider.ProviderRequest.Model;
import com.avvyland.worker.task.Image;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes images as Tencent takes them, and refuses here what it would refuse there. */
final class TencentImages {

    private static final int LEAST_EDGE = 128;
    private static final int MOST_EDGE = 5000;

    /** Bytes of the front, and of the other sides together, before Base64. */
    private static final int MOST_BYTES = 6 << 20;

    /** Characters of Base64 in one request, whose body may have 10 MiB. */
    private static final long MOST_ENCODED = (10L << 20) - 4096;

    private static final List<String> FRONT_TYPES = List.of("image/jpeg", "image/png", "image/webp");
    private static final List<String> VIEW_TYPES = List.of("image/jpeg", "image/png");
    private static final List<String> VIEWS =
            List.of("back", "left", "right", "top", "bottom", "left_front", "right_front");
    private static final List<String> VIEWS_OF_3_0 = List.of("back", "left", "right");

    private TencentImages() {}

    /**
     * Write the front, and the other sides where there are some; the front is not among these.
     *
     * @throws ProviderException {@link Fault#INVALID_INPUT}
     */
    static void write(ObjectNode root, Model request, String version) {
        check("front", request.front(), FRONT_TYPES);
        List<String> known = version.equals("3.0") ? VIEWS_OF_3_0 : VIEWS;
        long sum = 0;
        for (Map.Entry<String, Image> view : request.views().entrySet()) {
            if (!known.contains(view.getKey())) {
                throw invalid("views: another side (expected: %s)".formatted(String.join(", ", known)));
            }
            check(view.getKey(), view.getValue(), VIEW_TYPES);
            sum += view.getValue().bytes().length();
        }
        if (sum > MOST_BYTES) {
            throw invalid("views: %d bytes (expected: at most %d in all)".formatted(sum, MOST_BYTES));
        }
        long encoded = (sum + request.front().bytes().length()) / 3 * 4;
        if (encoded > MOST_ENCODED) {
            throw invalid("images: %d bytes as Base64 (expected: at most %d)".formatted(encoded, MOST_ENCODED));
        }
        root.put("ImageBase64", Json.base64(request.front().bytes()));
        if (!request.views().isEmpty()) {
            ArrayNode list = root.putArray("MultiViewImages");
            new TreeMap<>(request.views())
                    .forEach((side, image) ->
                            list.addObject().put("ViewType", side).put("ViewImageBase64", Json.base64(image.bytes())));
        }
    }

    private static void check(String side, Image image, List<String> types) {
        int length = image.bytes().length();
        if (length > MOST_BYTES) {
            throw invalid("%s: %d bytes (expected: at most %d)".formatted(side, length, MOST_BYTES));
        }
        ImageHeader header = ImageHeader.read(image.bytes());
        if (header == null || !types.contains(header.mimeType())) {
            throw invalid("%s: another format (expected: %s)".formatted(side, String.join(", ", types)));
        }
        long least = Math.min(header.width(), header.height());
        long most = Math.max(header.width(), header.height());
        if (least < LEAST_EDGE || most > MOST_EDGE) {
            throw invalid("%s: %d x %d pixels (expected: %d to %d a side)"
                    .formatted(side, header.width(), header.height(), LEAST_EDGE, MOST_EDGE));
        }
    }

    private static ProviderException invalid(String message) {
        return new ProviderException(Fault.INVALID_INPUT, message);
    }
}
