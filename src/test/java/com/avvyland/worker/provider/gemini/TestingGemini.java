// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.gemini;

import com.avvyland.worker.provider.TestingImages;
import com.avvyland.worker.provider.TestingProvider;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.Color;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Answers like the Gemini Developer API, thoughts included, and refuses what Google would. */
public final class TestingGemini extends TestingProvider {

    public static final String KEY = "AIza-testing-gemini";

    /** What an understanding call is answered with. */
    public static final String UNDERSTANDING =
            "{\"title\":\"Red disc\",\"description\":\"A disc.\",\"tags\":[\"disc\"],"
                    + "\"estimated_dimensions\":null,\"estimated_scale_factor\":1.0,"
                    + "\"restricted_detected\":false,\"restricted_reasons\":[]}";

    /** What is painted; thoughts show another one. */
    public static final byte[] PAINTED = TestingImages.png(64, Color.GREEN);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern PATH = Pattern.compile("/v1beta/models/([a-z0-9.-]+):generateContent");
    private static final Set<String> FIELDS = Set.of(
            "contents",
            "systemInstruction",
            "generationConfig",
            "safetySettings",
            "tools",
            "toolConfig",
            "cachedContent");
    private static final Set<String> CONFIG = Set.of(
            "temperature",
            "topP",
            "topK",
            "candidateCount",
            "maxOutputTokens",
            "stopSequences",
            "responseMimeType",
            "responseSchema",
            "responseJsonSchema",
            "responseModalities",
            "thinkingConfig",
            "imageConfig",
            "mediaResolution",
            "seed");
    private static final Set<String> INLINE =
            Set.of("image/png", "image/jpeg", "image/webp", "image/heic", "image/heif");

    /** Return the answer that paints this picture, once. */
    public static Mishap painting(byte[] picture) {
        String part = "{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"%s\"}}"
                .formatted(Base64.getEncoder().encodeToString(picture));
        return Mishap.answer(
                200, new String(done("gemini-3.1-flash-image", part, "IMAGE").body(), StandardCharsets.UTF_8));
    }

    private UnaryOperator<byte[]> painter = shown -> PAINTED;

    /** Let every picture from now on be this one. */
    public void paints(byte[] picture) {
        paintsOver(shown -> picture);
    }

    /** Let every picture from now on be made of the first one that is shown. */
    public synchronized void paintsOver(UnaryOperator<byte[]> hand) {
        painter = hand;
    }

    /** Return the pictures that a call shows, in order. */
    public static List<byte[]> shown(Call call) {
        try {
            List<byte[]> pictures = new ArrayList<>();
            for (JsonNode data : JSON.readTree(call.body()).path("contents").findValues("data")) {
                pictures.add(data.binaryValue());
            }
            return pictures;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected boolean buys(Call call) {
        return call.method().equals("POST");
    }

    @Override
    protected Answer answer(Call call) {
        if (call.headers().containsKey("authorization")) {
            return error(401, "UNAUTHENTICATED", "Request had invalid authentication credentials.", "");
        }
        if (call.uri().getRawQuery() != null) {
            return invalid("this fake takes no key in a URL");
        }
        String key = call.headers().get("x-goog-api-key");
        if (key == null) {
            return error(403, "PERMISSION_DENIED", "Method doesn't allow unregistered callers.", "");
        }
        if (!key.equals(KEY)) {
            return Mishaps.badKey();
        }
        Matcher path = PATH.matcher(call.path());
        if (!path.matches()) {
            return error(404, "NOT_FOUND", "Requested entity was not found.", "");
        }
        try {
            return generate(path.group(1), JSON.readTree(call.body()), shown(call));
        } catch (IOException | UncheckedIOException e) {
            return invalid("Invalid JSON payload received.");
        }
    }

    private Answer generate(String model, JsonNode body, List<byte[]> shown) {
        JsonNode config = body.path("generationConfig");
        String unknown = unknown(body, FIELDS) + unknown(config, CONFIG);
        if (!unknown.isEmpty()) {
            return invalid("Invalid JSON payload received. Unknown name \\\"%s\\\"".formatted(unknown));
        }
        String wrong = wrongPart(body.path("contents"));
        if (wrong != null) {
            return invalid(wrong);
        }
        if (config.has("responseSchema") && config.has("responseJsonSchema")) {
            return invalid("responseSchema and responseJsonSchema");
        }
        boolean wantsImage = config.path("responseModalities").toString().contains("IMAGE");
        boolean paints = model.contains("-image");
        if (wantsImage != paints) {
            return invalid("Model does not support the requested response modalities");
        }
        return paints ? image(model, config, shown) : text(model, config);
    }

    private static String unknown(JsonNode node, Set<String> known) {
        for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!known.contains(name)) {
                return name;
            }
        }
        return "";
    }

    private static @Nullable String wrongPart(JsonNode contents) {
        if (contents.isEmpty()) {
            return "contents is not specified";
        }
        for (JsonNode part : contents.path(0).path("parts")) {
            JsonNode inline = part.path("inlineData");
            if (part.has("inlineData") == part.has("text")) {
                return "a part needs exactly one of text, inlineData";
            }
            if (part.has("inlineData")
                    && (!INLINE.contains(inline.path("mimeType").asText())
                            || !inline.path("data").asText("").matches("[A-Za-z0-9+/]+={0,2}"))) {
                return "Unable to process input image.";
            }
        }
        return null;
    }

    private static Answer text(String model, JsonNode config) {
        JsonNode schema = config.path("responseJsonSchema");
        if (!schema.isMissingNode()
                && !config.path("responseMimeType").asText("").equals("application/json")) {
            return invalid("a response schema needs application/json");
        }
        String text =
                schema.path("properties").has("score") ? "{\"score\":0.9,\"reasons\":[\"clean\"]}" : UNDERSTANDING;
        ObjectNode part = JSON.createObjectNode().put("text", text);
        return done(model, "{\"text\":\"I look at it.\",\"thought\":true}," + part, "TEXT");
    }

    private synchronized Answer image(String model, JsonNode config, List<byte[]> shown) {
        if (!Set.of("512", "1K", "2K", "4K")
                .contains(config.path("imageConfig").path("imageSize").asText("1K"))) {
            return invalid("imageSize");
        }
        byte[] painted = painter.apply(shown.isEmpty() ? PAINTED : shown.getFirst());
        byte[] interim = TestingImages.png(64, Color.BLACK);
        return done(
                model,
                "{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"%s\"},\"thought\":true},"
                                .formatted(Base64.getEncoder().encodeToString(interim))
                        + "{\"text\":\"Here it is.\"},{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"%s\"}}"
                                .formatted(Base64.getEncoder().encodeToString(painted)),
                "IMAGE");
    }

    private static Answer done(String model, String parts, String modality) {
        return Answer.json(200, """
                {"candidates":[{"content":{"role":"model","parts":[%s]},"finishReason":"STOP","index":0}],
                "usageMetadata":{"promptTokenCount":300,"candidatesTokenCount":1120,"totalTokenCount":1420,
                "candidatesTokensDetails":[{"modality":"%s","tokenCount":1120}]},
                "modelVersion":"%s","responseId":"r-1"}
                """.formatted(parts, modality, model));
    }

    static Answer invalid(String message) {
        return error(400, "INVALID_ARGUMENT", message, "");
    }

    static Answer error(int status, String name, String message, String details) {
        return Answer.json(
                status,
                "{\"error\":{\"code\":%d,\"message\":\"%s\",\"status\":\"%s\",\"details\":[%s]}}"
                        .formatted(status, message, name, details));
    }

    /** Google's ways to say no. */
    public static final class Mishaps {

        private static final String TYPE = "type.googleapis.com/google.rpc.";

        private Mishaps() {}

        static Answer badKey() {
            return error(
                    400,
                    "INVALID_ARGUMENT",
                    "API key not valid. Please pass a valid API key.",
                    "{\"@type\":\"%sErrorInfo\",\"reason\":\"API_KEY_INVALID\",\"domain\":\"googleapis.com\"}"
                            .formatted(TYPE));
        }

        /** A quota is used up; {@code quotaId} names it. */
        static Answer exhausted(String quotaId, String retryDelay) {
            return error(
                    429,
                    "RESOURCE_EXHAUSTED",
                    "You exceeded your current quota.",
                    ("{\"@type\":\"%sQuotaFailure\",\"violations\":[{\"quotaMetric\":\"requests\",\"quotaId\":\"%s\"}]},"
                                    + "{\"@type\":\"%sRetryInfo\",\"retryDelay\":\"%s\"}")
                            .formatted(TYPE, quotaId, TYPE, retryDelay));
        }

        /** A 200 whose prompt was blocked. */
        public static String blocked(String reason) {
            return "{\"promptFeedback\":{\"blockReason\":\"%s\"},\"usageMetadata\":{\"promptTokenCount\":9}}"
                    .formatted(reason);
        }

        /** A 200 whose candidate ended for a reason, without content. */
        public static String ended(String reason) {
            return "{\"candidates\":[{\"finishReason\":\"%s\",\"index\":0}]}".formatted(reason);
        }

        /** A 200 with words in place of an image. */
        public static String words() {
            return "{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[{\"text\":\"I can't do that.\"}]},"
                    + "\"finishReason\":\"STOP\",\"index\":0}]}";
        }
    }
}
