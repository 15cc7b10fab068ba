// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.kie;

import com.avvyland.worker.provider.TestingImages;
import com.avvyland.worker.provider.TestingProvider;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.Color;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Answers like KIE's API: failures come with HTTP 200, a record is invisible at first where a test wants it, inputs have to
 * be uploaded here before a task may name them. The upload host is the path {@code /uploads}.
 */
public final class TestingKie extends TestingProvider {

    public static final String KEY = "testing-kie-key";

    /** What an understanding call is answered with. */
    public static final String UNDERSTANDING =
            "{\"title\":\"Red disc\",\"description\":\"A disc.\",\"tags\":[\"disc\"],\"estimated_dimensions\":null,"
                    + "\"estimated_scale_factor\":null,\"restricted_detected\":false,\"restricted_reasons\":[]}";

    /** A job that is done then is never done. */
    public static final int NEVER = Integer.MAX_VALUE;

    /** Fields that a model's input may have, the required ones first, up to the bar. */
    private static final Map<String, String> FIELDS = Map.of(
            "nano-banana-2", "prompt | image_input aspect_ratio resolution output_format google_search",
            "google/nano-banana-edit", "prompt image_urls | image_size output_format",
            "gpt-image-2-image-to-image", "prompt input_urls | aspect_ratio resolution",
            "recraft/remove-background", "image |");

    /** What previews and cut-outs are sent as. */
    private static final Pattern PICTURE = Pattern.compile("data:image/(png|jpeg);base64,");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Integer> asked = new HashMap<>();
    private final Set<String> uploaded = new HashSet<>();
    private int pollsUntilSeen;
    private int pollsUntilDone = 3;
    private String failure = "";
    private boolean empty;
    private @Nullable String said;

    /** Be done at this question. */
    public synchronized void doneAfter(int polls) {
        pollsUntilDone = polls;
    }

    /** Know nothing of a job until this question. */
    public synchronized void seenAfter(int polls) {
        pollsUntilSeen = polls;
    }

    /** End jobs with a failure. */
    public synchronized void failWith(String text) {
        failure = text;
    }

    /** End jobs with a success that has no URL. */
    public synchronized void succeedEmpty() {
        empty = true;
    }

    /** Say this instead of a reading. */
    public synchronized void say(String text) {
        said = text;
    }

    @Override
    protected boolean buys(Call call) {
        return call.path().equals("/api/v1/jobs/createTask") || call.path().endsWith("/chat/completions");
    }

    @Override
    protected boolean worked(Answer answer) {
        try {
            JsonNode body = JSON.readTree(answer.body());
            return body.has("choices") || body.path("data").has("taskId");
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    protected synchronized Answer answer(Call call) {
        if (call.path().startsWith("/files/")) {
            return call.headers().containsKey("authorization")
                    ? Answer.json(400, "{}")
                    : Answer.file("image/png", TestingImages.png(64, Color.GREEN));
        }
        if (!("Bearer " + KEY).equals(call.headers().get("authorization"))
                || call.headers().containsKey("x-api-key")) {
            return envelope(401, "You do not have access permissions");
        }
        if (call.path().equals("/api/v1/jobs/recordInfo") && call.method().equals("GET")) {
            return record(String.valueOf(call.uri().getQuery()).replaceFirst("^taskId=", ""));
        }
        JsonNode body;
        try {
            body = JSON.readTree(call.body());
        } catch (IOException e) {
            return envelope(422, "no JSON");
        }
        if (!"application/json".equals(call.headers().get("content-type"))) {
            return envelope(422, "content type");
        }
        return switch (call.path()) {
            case "/uploads/api/file-base64-upload" -> upload(body);
            case "/api/v1/jobs/createTask" -> create(body);
            case "/gemini-3-flash/v1/chat/completions" -> chat(body);
            default -> envelope(404, "Not Found");
        };
    }

    private Answer upload(JsonNode body) {
        String data = body.path("base64Data").asText("");
        String name = body.path("fileName").asText("");
        if (!data.matches("(?s)data:image/(png|jpeg|webp);base64,.+")
                || body.path("uploadPath").asText("").isEmpty()
                || !name.matches("[0-9a-f]{64}\\.(png|jpeg|webp)")) {
            return envelope(400, "Parameter error");
        }
        int size = Base64.getDecoder().decode(data.substring(data.indexOf(',') + 1)).length;
        String url = "%s/download/images/%s".formatted(url(), name);
        uploaded.add(url);
        return Answer.json(
                200,
                "{\"success\":true,\"code\":200,\"msg\":\"File uploaded successfully\",\"data\":{\"fileName\":\"%s\",\"downloadUrl\":\"%s\",\"fileSize\":%d}}"
                        .formatted(name, url, size));
    }

    private Answer create(JsonNode body) {
        String fields = FIELDS.get(body.path("model").asText(""));
        if (fields == null) {
            return envelope(422, "The model name you specified is not supported");
        }
        JsonNode input = body.path("input");
        for (String required : fields.substring(0, fields.indexOf('|')).split(" ")) {
            if (input.path(required).isMissingNode()) {
                return envelope(422, required + " is required");
            }
        }
        Set<String> allowed = Set.of(fields.split("[ |]+"));
        for (Map.Entry<String, JsonNode> field : input.properties()) {
            if (!allowed.contains(field.getKey())) {
                return envelope(422, field.getKey() + " is unknown");
            }
            boolean images = field.getKey().matches("image|image_input|image_urls|input_urls");
            for (JsonNode url : field.getValue().isArray()
                    ? field.getValue()
                    : JSON.createArrayNode().add(field.getValue())) {
                if (images && !uploaded.contains(url.asText())) {
                    return envelope(422, "image not reachable");
                }
            }
        }
        String id = "task_" + (asked.size() + 1);
        asked.put(id, 0);
        return Answer.json(200, "{\"code\":200,\"msg\":\"success\",\"data\":{\"taskId\":\"%s\"}}".formatted(id));
    }

    private Answer record(String id) {
        if (!asked.containsKey(id) || asked.merge(id, 1, Integer::sum) < pollsUntilSeen) {
            return envelope(422, "recordInfo is null");
        }
        int count = asked.getOrDefault(id, 0);
        ObjectNode root = JSON.createObjectNode().put("code", 200).put("msg", "success");
        ObjectNode data =
                root.putObject("data").put("taskId", id).put("failCode", "").put("failMsg", "");
        if (count < pollsUntilDone) {
            data.put("state", count == 1 ? "waiting" : "generating").put("resultJson", "");
        } else if (failure.isEmpty()) {
            String urls = empty ? "" : "\"%s/files/%s.png\"".formatted(url(), id);
            data.put("state", "success").put("resultJson", "{\"resultUrls\":[%s]}".formatted(urls));
        } else {
            root.put("code", 501);
            data.put("state", "fail").put("failCode", "500").put("failMsg", failure);
        }
        return Answer.json(200, root.toString());
    }

    private Answer chat(JsonNode body) {
        if (body.path("stream").asBoolean(true) || body.path("include_thoughts").asBoolean(true)) {
            return new Answer(
                    200, Map.of("Content-Type", "text/event-stream"), "data: {}\n\n".getBytes(StandardCharsets.UTF_8));
        }
        JsonNode schema = body.path("response_format").path("json_schema");
        JsonNode user = body.path("messages").path(1).path("content");
        if (!body.path("response_format").path("type").asText("").equals("json_schema")
                || schema.path("schema").path("required").isEmpty()
                || !user.path(0).path("type").asText("").equals("text")
                || !PICTURE.matcher(user.path(1).path("image_url").path("url").asText(""))
                        .lookingAt()) {
            return envelope(422, "response_format, messages");
        }
        ObjectNode root = JSON.createObjectNode().put("object", "chat.completion");
        String reading = schema.path("name").asText().equals("understanding")
                ? UNDERSTANDING
                : "{\"score\":0.9,\"reasons\":[\"clean\"]}";
        root.putArray("choices")
                .addObject()
                .put("finish_reason", "stop")
                .putObject("message")
                .put("role", "assistant")
                .put("content", said == null ? reading : said);
        return Answer.json(200, root.toString());
    }

    private static Answer envelope(int code, String msg) {
        return Answer.json(200, "{\"code\":%d,\"msg\":\"%s\",\"data\":null}".formatted(code, msg));
    }
}
