// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.Image;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Is a made-up provider on loopback, so that a projection can be run through without a key: it speaks OpenAI's API for
 * pictures and readings, Replicate's for cut-outs and Tencent's for models. What it makes is a tinted, labelled copy of the
 * input, a score that is always the same, and the lantern of the demo. The same input gives the same output.
 */
final class Rehearsal implements AutoCloseable {

    /** The worker sends 16 images of 4 MiB at most; twice that is read. */
    private static final int MOST = 128 << 20;

    /** Nothing that is answered may hold it: keys are blotted out of answers. */
    private static final String KEY = "made-up-key-of-nobody";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final byte[] lantern;
    private final Map<String, byte[]> cutouts = new ConcurrentHashMap<>();
    private final AtomicInteger jobs = new AtomicInteger();

    Rehearsal() throws IOException {
        lantern = ModelFile.lantern().bytes();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    /** Return an environment whose only providers are these; the user's keys are not in it, so that nothing can be bought. */
    Map<String, String> environment(Map<String, String> own) {
        var rehearsed = new HashMap<>(ProviderVariables.none(own));
        rehearsed.put("OPENAI_API_KEY", KEY);
        rehearsed.put("OPENAI_BASE_URL", url() + "/v1");
        rehearsed.put("REPLICATE_API_KEY", KEY);
        rehearsed.put("REPLICATE_BASE_URL", url() + "/replicate");
        rehearsed.put("REPLICATE_BG_REMOVE_VERSION", "rehearsal/cutout");
        rehearsed.put("TENCENT_SECRET_ID", KEY);
        rehearsed.put("TENCENT_SECRET_KEY", KEY);
        rehearsed.put("TENCENT_ENDPOINT", url());
        rehearsed.put("TENCENT_REGION", "ap-singapore");
        rehearsed.put("TENCENT_POLL_INTERVAL", "300ms");
        return rehearsed;
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readNBytes(MOST);
            String path = exchange.getRequestURI().getPath();
            if (path.startsWith("/files/")) {
                send(
                        exchange,
                        "application/octet-stream",
                        path.equals("/files/lantern.glb")
                                ? lantern
                                : cutouts.getOrDefault(path.substring(7), new byte[0]));
                return;
            }
            JsonNode asked = body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body);
            ObjectNode answer = path.startsWith("/replicate/")
                    ? prediction(path, asked)
                    : switch (path) {
                        case "/v1/responses" -> reading(asked);
                        case "/v1/images/edits", "/v1/images/generations" -> painting(asked);
                        default ->
                            job(String.valueOf(exchange.getRequestHeaders().getFirst("X-TC-Action")));
                    };
            send(exchange, "application/json", JSON.writeValueAsBytes(answer));
        }
    }

    private static void send(HttpExchange exchange, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(body.length == 0 ? 404 : 200, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    /** OpenAI's Responses API, which describes and judges. */
    private static ObjectNode reading(JsonNode asked) throws IOException {
        boolean judge = asked.at("/text/format/name").asText().equals("image_score");
        ObjectNode said = JSON.createObjectNode();
        if (judge) {
            said.put("score", 0.9).putArray("reasons").add("rehearsal: nobody looked");
        } else {
            said.put("title", "Rehearsal")
                    .put("description", "A rehearsal: nobody looked at the previews.")
                    .put("estimated_scale_factor", 1.0)
                    .put("restricted_detected", false);
            said.putArray("tags").add("rehearsal");
            said.putArray("restricted_reasons");
            said.putObject("estimated_dimensions")
                    .put("width_m", 1.0)
                    .put("height_m", 1.0)
                    .put("depth_m", 1.0);
        }
        ObjectNode answer = JSON.createObjectNode().put("id", "rehearsal").put("status", "completed");
        answer.putArray("output")
                .addObject()
                .put("type", "message")
                .putArray("content")
                .addObject()
                .put("type", "output_text")
                .put("text", JSON.writeValueAsString(said));
        return answer;
    }

    /** OpenAI's Images API. */
    private static ObjectNode painting(JsonNode asked) {
        Image input = image(asked.at("/images/0/image_url").asText(""));
        Image painted = RehearsalPicture.painted(input, asked.path("prompt").asText(""));
        ObjectNode answer = JSON.createObjectNode();
        answer.putArray("data")
                .addObject()
                .put(
                        "b64_json",
                        Base64.getEncoder().encodeToString(painted.bytes().toByteArray()));
        return answer;
    }

    /** Replicate's predictions: begun by a POST, done when they are asked for. */
    private ObjectNode prediction(String path, JsonNode asked) {
        String id = path.substring(path.lastIndexOf('/') + 1);
        if (id.equals("predictions")) {
            id = "cutout-" + jobs.incrementAndGet();
            Image cut = RehearsalPicture.cut(image(asked.at("/input/image").asText("")));
            cutouts.put(id, cut.bytes().toByteArray());
            return JSON.createObjectNode().put("id", id).put("status", "starting");
        }
        return JSON.createObjectNode().put("id", id).put("status", "succeeded").put("output", url() + "/files/" + id);
    }

    /** Tencent's Hunyuan 3D. */
    private ObjectNode job(String action) {
        ObjectNode root = JSON.createObjectNode();
        ObjectNode response = root.putObject("Response").put("RequestId", "rehearsal");
        switch (action) {
            case "SubmitHunyuanTo3DProJob" -> response.put("JobId", "rehearsal-" + jobs.incrementAndGet());
            case "QueryHunyuanTo3DProJob" ->
                response.put("Status", "DONE")
                        .putArray("ResultFile3Ds")
                        .addObject()
                        .put("Type", "GLB")
                        .put("Url", url() + "/files/lantern.glb");
            default ->
                response.putObject("Error").put("Code", "InvalidAction").put("Message", "rehearsal: no such action");
        }
        return root;
    }

    private static Image image(String dataUri) {
        int comma = dataUri.indexOf(',');
        byte[] bytes = Base64.getDecoder().decode(dataUri.substring(comma + 1));
        return new Image("image/png", Bytes.of(bytes), null, null);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
