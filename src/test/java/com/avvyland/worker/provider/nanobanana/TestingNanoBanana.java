// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.nanobanana;

import com.avvyland.worker.provider.TestingImages;
import com.avvyland.worker.provider.TestingProvider;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.Color;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Answers like NanoBanana's API: failures come with HTTP 200, {@code successFlag} says how far a task is. */
public final class TestingNanoBanana extends TestingProvider {

    public static final String KEY = "testing-nanobanana-key";

    /** A job that is done then is never done. */
    public static final int NEVER = Integer.MAX_VALUE;

    /** Fields of each path: the required ones first, up to the bar. */
    private static final Map<String, String> FIELDS = Map.of(
            "/api/v1/nanobanana/generate", "prompt type callBackUrl | numImages imageUrls image_size watermark",
            "/api/v1/nanobanana/generate-2",
                    "prompt | imageUrls aspectRatio resolution outputFormat googleSearch callBackUrl",
            "/api/v1/nanobanana/generate-pro", "prompt | imageUrls aspectRatio resolution callBackUrl");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Integer> asked = new HashMap<>();
    private int pollsUntilDone = 2;
    private int flag = 1;
    private String failure = "";

    /** Be done at this question. */
    public synchronized void doneAfter(int polls) {
        pollsUntilDone = polls;
    }

    /**
     * End tasks with a failure.
     *
     * @param successFlag 2 for one that was not created, 3 for one that made nothing
     */
    public synchronized void failWith(int successFlag, String text) {
        flag = successFlag;
        failure = text;
    }

    @Override
    protected boolean buys(Call call) {
        return call.method().equals("POST");
    }

    @Override
    protected boolean worked(Answer answer) {
        try {
            return JSON.readTree(answer.body()).path("data").has("taskId");
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    protected synchronized Answer answer(Call call) {
        if (call.path().startsWith("/files/")) {
            return call.headers().containsKey("authorization")
                    ? Answer.json(400, "{}")
                    : Answer.file("image/png", TestingImages.png(64, Color.BLUE));
        }
        if (!("Bearer " + KEY).equals(call.headers().get("authorization"))
                || call.headers().containsKey("x-api-key")) {
            return envelope(401, "Unauthorized");
        }
        if (call.path().equals("/api/v1/nanobanana/record-info")
                && call.method().equals("GET")) {
            return record(String.valueOf(call.uri().getQuery()).replaceFirst("^taskId=", ""));
        }
        String fields = FIELDS.get(call.path());
        return fields == null || !buys(call) ? envelope(404, "Not Found") : create(call, fields);
    }

    private Answer create(Call call, String fields) {
        JsonNode body;
        try {
            body = JSON.readTree(call.body());
        } catch (IOException e) {
            return envelope(422, "no JSON");
        }
        Set<String> required =
                new HashSet<>(Set.of(fields.substring(0, fields.indexOf(" |")).split(" ")));
        Set<String> allowed = Set.of(fields.split("[ |]+"));
        body.fieldNames().forEachRemaining(required::remove);
        for (Map.Entry<String, JsonNode> field : body.properties()) {
            if (!allowed.contains(field.getKey())) {
                return envelope(422, field.getKey() + " is unknown");
            }
        }
        boolean inputs = !body.path("imageUrls").isEmpty();
        if (!required.isEmpty()
                || body.has("type") && !body.path("type").asText().equals(inputs ? "IMAGETOIAMGE" : "TEXTTOIAMGE")
                || body.path("numImages").asInt(1) != 1) {
            return envelope(422, "prompt, type, numImages");
        }
        for (JsonNode url : body.path("imageUrls")) {
            if (!url.asText().startsWith("http")) {
                return envelope(422, "imageUrls");
            }
        }
        String id = "nb" + (asked.size() + 1);
        asked.put(id, 0);
        return Answer.json(200, "{\"code\":200,\"msg\":\"success\",\"data\":{\"taskId\":\"%s\"}}".formatted(id));
    }

    private Answer record(String id) {
        if (!asked.containsKey(id)) {
            return envelope(422, "recordInfo is null");
        }
        boolean done = asked.merge(id, 1, Integer::sum) >= pollsUntilDone;
        ObjectNode root = JSON.createObjectNode().put("code", 200).put("msg", "success");
        ObjectNode data = root.putObject("data").put("taskId", id).put("successFlag", done ? flag : 0);
        if (done && flag == 1) {
            data.putObject("response")
                    .put("originImageUrl", url() + "/gone.png")
                    .put("resultImageUrl", "%s/files/%s.png".formatted(url(), id));
        } else {
            data.putNull("response");
        }
        data.put("errorCode", done && flag > 1 ? 400 : 0).put("errorMessage", done ? failure : "");
        return Answer.json(200, root.toString());
    }

    private static Answer envelope(int code, String msg) {
        return Answer.json(200, "{\"code\":%d,\"msg\":\"%s\",\"data\":null}".formatted(code, msg));
    }
}
