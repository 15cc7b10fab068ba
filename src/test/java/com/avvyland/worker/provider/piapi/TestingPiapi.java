// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.piapi;

import com.avvyland.worker.provider.TestingImages;
import com.avvyland.worker.provider.TestingProvider;
import com.avvyland.worker.testing.TestingGlb;
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

/**
 * Answers like PiAPI: tasks with {@code x-api-key}, uploads with it too, chat with a Bearer token; each refuses the
 * other's style. A task is done when it was asked for as often as a test wants.
 */
public final class TestingPiapi extends TestingProvider {

    public static final String KEY = "piapi-testing-key";

    /** What an understanding call is answered with. */
    public static final String UNDERSTANDING =
            "{\"title\":\"Red disc\",\"description\":\"A disc.\",\"tags\":[\"disc\"],"
                    + "\"estimated_dimensions\":null,\"estimated_scale_factor\":null,"
                    + "\"restricted_detected\":false,\"restricted_reasons\":[]}";

    /** A task that is done then never starts. */
    public static final int NEVER = Integer.MAX_VALUE;

    private static final String UPLOADS = "/uploads/api/ephemeral_resource";
    private static final String TASKS = "/api/v1/task";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The input that each type of task needs, by {@code model/task_type}; only these are in the catalogue. */
    private static final Map<String, String> CATALOGUE = Map.of(
            "gemini/nano-banana-2", "prompt",
            "gemini/nano-banana-pro", "prompt",
            "Qubico/image-toolkit/background-remove", "image",
            "Qubico/trellis2/image-to-3d", "image");

    private final Map<String, Integer> asked = new HashMap<>();
    private final Map<String, String> types = new HashMap<>();
    private final Set<String> uploaded = new HashSet<>();
    private int pollsUntilStarted = 2;
    private int pollsUntilDone = 2;
    private String failure = "";
    private String ending = "Completed";
    private boolean empty;
    private boolean cancellable = true;
    private String said = "";

    /** Return the variables and settings that lead a worker here. */
    public Map<String, String> environment() {
        return Map.of(
                "PIAPI_API_KEY", KEY, "PIAPI_BASE_URL", url(), "worker.providers.piapi.upload_url", url() + "/uploads");
    }

    /** Be done at this question. */
    public synchronized void doneAfter(int polls) {
        pollsUntilDone = polls;
    }

    /** Leave the queue at this question. */
    public synchronized void startAfter(int polls) {
        pollsUntilStarted = polls;
    }

    /** End tasks with a failure: {@code Failed}, or the {@code Completed} that is none. */
    public synchronized void failWith(String status, String words) {
        ending = status;
        failure = words;
    }

    /** Complete tasks without an output, and answer chats without a text. */
    public synchronized void deliverNothing() {
        empty = true;
    }

    /** Refuse to cancel, as of a task that is processed: in a 200. */
    public synchronized void refuseToCancel() {
        cancellable = false;
    }

    /** Say this instead of a reading. */
    public synchronized void say(String text) {
        said = text;
    }

    @Override
    protected boolean buys(Call call) {
        return call.method().equals("POST")
                && (call.path().equals(TASKS) || call.path().startsWith("/v1/"));
    }

    @Override
    protected synchronized Answer answer(Call call) {
        if (fetches(call)) {
            return file(call);
        }
        boolean chat = call.path().startsWith("/v1/");
        String wanted = call.headers().get(chat ? "authorization" : "x-api-key");
        boolean other = call.headers().containsKey(chat ? "x-api-key" : "authorization");
        if (other || !(chat ? "Bearer " + KEY : KEY).equals(wanted)) {
            return chat
                    ? error(401, "invalid_request_error", "invalid_api_key", "Incorrect API key provided")
                    : envelope(401, 401, "invalid api key");
        }
        JsonNode body;
        try {
            body = JSON.readTree(call.body());
        } catch (IOException e) {
            return envelope(400, 400, "invalid request body");
        }
        return switch (call.method() + " " + call.path()) {
            case "POST /v1/chat/completions" -> chat(body);
            case "POST " + TASKS -> submit(body);
            case "POST " + UPLOADS -> upload(body);
            default -> task(call);
        };
    }

    private static Answer file(Call call) {
        if (call.headers().containsKey("authorization") || call.headers().containsKey("x-api-key")) {
            return envelope(400, 400, "a key for the storage");
        }
        return call.path().endsWith(".glb")
                ? Answer.file(
                        "model/gltf-binary",
                        TestingGlb.glb(
                                "{\"asset\":{\"version\":\"2.0\"}}".getBytes(StandardCharsets.UTF_8), new byte[4]))
                : Answer.file("image/png", TestingImages.png(64, Color.GREEN));
    }

    private Answer chat(JsonNode body) {
        JsonNode messages = body.path("messages");
        JsonNode image = messages.path(1).path("content").path(1);
        if (!body.path("model").isTextual()
                || body.path("stream").asBoolean(false)
                || !messages.path(0).path("role").asText("").equals("system")
                || !messages.path(1).path("role").asText("").equals("user")
                || !image.path("image_url").path("url").asText("").startsWith("data:image/")) {
            return error(400, "invalid_request_error", "invalid_value", "messages");
        }
        String asks = messages.path(0).path("content").asText("");
        String reading = asks.contains("\"score\"") ? "{\"score\":0.9,\"reasons\":[\"clean\"]}" : UNDERSTANDING;
        String text = said.isEmpty() ? "```json\n%s\n```".formatted(reading) : said;
        ObjectNode root = JSON.createObjectNode().put("id", "chatcmpl-1").put("object", "chat.completion");
        ObjectNode choice = root.putArray("choices").addObject().put("index", 0).put("finish_reason", "stop");
        choice.putObject("message")
                .put("role", "assistant")
                .put("content", empty ? "" : text)
                .putNull("refusal");
        return Answer.json(200, root.toString());
    }

    private Answer upload(JsonNode body) {
        byte[] data = Base64.getDecoder().decode(body.path("file_data").asText(""));
        if (data.length < 8 || !body.path("file_name").asText("").matches("[a-z0-9]+\\.(png|jpg|webp)")) {
            return envelope(400, 400, "unsupported file");
        }
        String url = "%s/ephemeral/%d".formatted(url(), uploaded.size());
        uploaded.add(url);
        return Answer.json(200, "{\"code\":200,\"data\":{\"url\":\"%s\"},\"message\":\"success\"}".formatted(url));
    }

    private Answer submit(JsonNode body) {
        String type =
                body.path("model").asText("") + "/" + body.path("task_type").asText("");
        JsonNode input = body.path("input");
        String needed = CATALOGUE.get(type);
        if (needed == null) {
            return envelope(400, 400, "task type not supported");
        }
        boolean known =
                !input.has("image") || uploaded.contains(input.path("image").asText());
        for (JsonNode url : input.path("image_urls")) {
            known &= uploaded.contains(url.asText());
        }
        if (input.path(needed).asText("").isEmpty() || !known) {
            return envelope(400, 400, "invalid input");
        }
        String id = "8f7c-%d".formatted(asked.size() + 1);
        asked.put(id, 0);
        types.put(id, type);
        return data(id, "pending", "null", "");
    }

    private Answer task(Call call) {
        String id =
                call.path().substring(Math.min(TASKS.length() + 1, call.path().length()));
        if (!call.path().startsWith(TASKS + "/")) {
            return envelope(404, 404, "page not found");
        }
        if (!asked.containsKey(id)) {
            return envelope(404, 404, "task not found");
        }
        if (call.method().equals("DELETE")) {
            return cancellable ? data(id, "failed", "null", "") : envelope(200, 400, "task is already processing");
        }
        int count = asked.merge(id, 1, Integer::sum);
        if (count < pollsUntilDone) {
            return data(
                    id, count < pollsUntilStarted || pollsUntilDone == NEVER ? "Pending" : "Processing", "null", "");
        }
        String output = types.getOrDefault(id, "").contains("3d")
                ? "{\"model_file\":\"%1$s/files/%2$s.glb\",\"combined_video\":\"%1$s/files/%2$s.mp4\"}"
                : "{\"image_url\":\"%1$s/files/%2$s.png\",\"image_urls\":null}";
        return data(id, ending, empty ? "null" : output.formatted(url(), id), failure);
    }

    private static Answer data(String id, String status, String output, String failure) {
        return Answer.json(
                200,
                ("{\"code\":200,\"data\":{\"task_id\":\"%s\",\"status\":\"%s\",\"output\":%s,\"meta\":{\"usage\":{\"type\":"
                                + "\"point\",\"frozen\":0,\"consume\":600000}},\"logs\":[],\"error\":{\"code\":%d,"
                                + "\"raw_message\":\"\",\"message\":\"%s\",\"detail\":null}},\"message\":\"success\"}")
                        .formatted(id, status, output, failure.isEmpty() ? 0 : 10000, failure));
    }

    private static Answer envelope(int status, int code, String message) {
        return Answer.json(status, "{\"code\":%d,\"message\":\"%s\",\"data\":null}".formatted(code, message));
    }

    private static Answer error(int status, String type, String code, String message) {
        return Answer.json(
                status,
                "{\"error\":{\"message\":\"%s\",\"type\":\"%s\",\"param\":null,\"code\":\"%s\"}}"
                        .formatted(message, type, code));
    }
}
