// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.fal;

import com.avvyland.worker.provider.TestingImages;
import com.avvyland.worker.provider.TestingProvider;
import com.avvyland.worker.provider.openai.TestingOpenAi;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.Color;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Answers like FAL's queue: its URLs are of owner and app only, on a host that is not this one; "completed" says nothing
 * of success; a result is an error as often as a test wants.
 */
public final class TestingFal extends TestingProvider {

    public static final String KEY = "testing-fal-id:testing-fal-secret";

    /** A request that is done then never leaves the queue. */
    public static final int NEVER = Integer.MAX_VALUE;

    /** US dollars that a reading says it took. */
    public static final double COST = 0.00042;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern REQUEST = Pattern.compile("/([^/]+/[^/]+)/requests/(r[0-9]+)(/status|/cancel)?");

    /** Holds a request in the queue. */
    private record Job(String app, String result) {}

    private final Map<String, Job> jobs = new HashMap<>();
    private final Map<String, Integer> asked = new HashMap<>();
    private int pollsUntilDone = 3;

    private @Nullable Answer ending;

    private byte[] model = glb();

    /** Be done at this question. */
    public synchronized void doneAfter(int polls) {
        pollsUntilDone = polls;
    }

    /** End requests, completed as they are, with this answer to the call for the result; null: with results again. */
    public synchronized void endWith(@Nullable Answer answer) {
        ending = answer;
    }

    /** Make this GLB. */
    public synchronized void model(byte[] glb) {
        model = glb;
    }

    @Override
    protected boolean buys(Call call) {
        return call.method().equals("POST");
    }

    @Override
    protected synchronized Answer answer(Call call) {
        if (call.path().startsWith("/files/")) {
            return file(call);
        }
        if (!("Key " + KEY).equals(call.headers().get("authorization"))) {
            return detail(401, "Cannot access application. Authentication is required to access this application.");
        }
        Matcher request = REQUEST.matcher(call.path());
        if (request.matches()) {
            return request(call, request.group(1), request.group(2), String.valueOf(request.group(3)));
        }
        return buys(call) ? submit(call) : detail(405, "Method Not Allowed");
    }

    private Answer request(Call call, String app, String id, String action) {
        Job job = jobs.get(id);
        if (job == null || !job.app().equals(app)) {
            return detail(404, "Request not found");
        }
        boolean done = asked.getOrDefault(id, 0) >= pollsUntilDone;
        return switch (call.method() + " " + action) {
            case "GET /status" -> status(id, job);
            case "GET null" ->
                !done
                        ? detail(400, "Request is still in progress")
                        : ending != null ? ending : with(Answer.json(200, job.result()), id);
            case "PUT /cancel" ->
                done
                        ? Answer.json(400, "{\"status\":\"ALREADY_COMPLETED\"}")
                        : Answer.json(202, "{\"status\":\"CANCELLATION_REQUESTED\"}");
            default -> detail(405, "Method Not Allowed");
        };
    }

    private Answer status(String id, Job job) {
        int count = asked.merge(id, 1, Integer::sum);
        boolean done = count >= pollsUntilDone;
        boolean queued = count == 1 || pollsUntilDone == NEVER;
        ObjectNode body = urls(id, job.app()).put("status", done ? "COMPLETED" : queued ? "IN_QUEUE" : "IN_PROGRESS");
        return Answer.json(done ? 200 : 202, body.toString());
    }

    private Answer submit(Call call) {
        JsonNode input;
        try {
            input = JSON.readTree(call.body());
        } catch (IOException e) {
            return check("json_invalid", "body");
        }
        String endpoint = call.path().substring(1);
        String result;
        String wrong;
        switch (endpoint) {
            case "openrouter/router/vision" -> {
                wrong = missing(input, "prompt", "model") + images(input.path("image_urls"));
                result = reading(input.path("prompt").asText());
            }
            case "fal-ai/nano-banana-2", "fal-ai/nano-banana-2/edit" -> {
                boolean edit = endpoint.endsWith("/edit");
                wrong = missing(input, "prompt") + (edit ? images(input.path("image_urls")) : "");
                wrong += input.path("resolution").asText("1K").matches("(0\\.5|1|2|4)K") ? "" : "resolution";
                wrong += input.path("aspect_ratio").asText("auto").matches("auto|[0-9]+:[0-9]+") ? "" : "aspect_ratio";
                result = "{\"images\":[%s],\"description\":\"\"}".formatted(file("png"));
            }
            case "fal-ai/birefnet/v2" -> {
                wrong = image(input.path("image_url"));
                result = "{\"image\":%s}".formatted(file("png"));
            }
            case "fal-ai/hunyuan-3d/v3.1/pro/image-to-3d" -> {
                int faces = input.path("face_count").asInt(500_000);
                wrong = image(input.path("input_image_url"))
                        + (faces < 40_000 || faces > 1_500_000 ? "face_count" : "");
                for (String view :
                        new String[] {"back", "left", "right", "top", "bottom", "left_front", "right_front"}) {
                    JsonNode url = input.path(view + "_image_url");
                    wrong += url.isMissingNode() ? "" : image(url);
                }
                result = "{\"model_urls\":{\"obj\":%s,\"glb\":%s},\"model_glb\":%s,\"seed\":1}"
                        .formatted(file("zip"), file("glb"), file("glb"));
            }
            default -> {
                return detail(404, "Application '%s' not found".formatted(endpoint));
            }
        }
        if (!wrong.isEmpty()) {
            return check("value_error", wrong);
        }
        String id = "r" + (jobs.size() + 1);
        String app = endpoint.replaceAll("^([^/]+/[^/]+).*", "$1");
        jobs.put(id, new Job(app, result));
        return with(
                Answer.json(
                        200,
                        urls(id, app)
                                .put("status", "IN_QUEUE")
                                .put("queue_position", 0)
                                .toString()),
                id);
    }

    /** The host is FAL's own, whatever host was asked. */
    private static ObjectNode urls(String id, String app) {
        String url = "https://queue.fal.run/%s/requests/%s".formatted(app, id);
        return JSON.createObjectNode()
                .put("request_id", id)
                .put("response_url", url)
                .put("status_url", url + "/status")
                .put("cancel_url", url + "/cancel");
    }

    private static String missing(JsonNode input, String... names) {
        StringBuilder missing = new StringBuilder();
        for (String name : names) {
            missing.append(input.path(name).asText("").isBlank() ? name : "");
        }
        return missing.toString();
    }

    private static String images(JsonNode urls) {
        StringBuilder wrong = new StringBuilder(urls.isArray() && !urls.isEmpty() ? "" : "image_urls");
        urls.forEach(url -> wrong.append(image(url)));
        return wrong.toString();
    }

    private static String image(JsonNode url) {
        return url.asText("").matches("(?s)(https://|data:image/(png|jpeg|webp);base64,).+") ? "" : "image_url";
    }

    private static String reading(String prompt) {
        String text = prompt.contains("estimated_dimensions")
                ? TestingOpenAi.UNDERSTANDING
                : "{\"score\":0.9,\"reasons\":[\"clean\"]}";
        ObjectNode root = JSON.createObjectNode().put("output", "```json\n%s\n```".formatted(text));
        root.putObject("usage").put("total_tokens", 30).put("cost", COST);
        return root.toString();
    }

    private String file(String extension) {
        return "{\"url\":\"%s/files/result.%s\",\"content_type\":\"application/octet-stream\"}"
                .formatted(url(), extension);
    }

    private Answer file(Call call) {
        if (call.headers().containsKey("authorization")) {
            return detail(400, "a key was sent to the files' host");
        }
        return call.path().endsWith(".glb")
                ? Answer.file("model/gltf-binary", model)
                : Answer.file("image/png", TestingImages.png(64, Color.BLUE));
    }

    private static byte[] glb() {
        byte[] json = "{\"asset\":{\"version\":\"2.0\"}} ".getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(20 + json.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0x46546c67)
                .putInt(2)
                .putInt(20 + json.length)
                .putInt(json.length)
                .putInt(0x4e4f534a)
                .put(json)
                .array();
    }

    /** Return an answer with words. */
    public static Answer detail(int status, String words) {
        return Answer.json(status, JSON.createObjectNode().put("detail", words).toString());
    }

    /** Return an answer with one failed check, which repeats its input as FAL does. */
    public static Answer check(String type, String place) {
        ObjectNode root = JSON.createObjectNode();
        ObjectNode check = root.putArray("detail").addObject();
        check.putArray("loc").add("body").add(place);
        check.put("msg", "wrong: a secret prompt").put("type", type).put("input", "a secret prompt");
        return Answer.json(422, root.toString());
    }

    private static Answer with(Answer answer, String id) {
        Map<String, String> headers = new HashMap<>(answer.headers());
        headers.put("x-fal-request-id", id);
        return new Answer(answer.status(), headers, answer.body());
    }
}
