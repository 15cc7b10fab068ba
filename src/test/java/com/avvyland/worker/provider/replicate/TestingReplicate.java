// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.replicate;

import com.avvyland.worker.provider.TestingImages;
import com.avvyland.worker.provider.TestingProvider;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.Color;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** Answers like Replicate's API: a prediction is done when it was asked for as often as a test wants. */
public final class TestingReplicate extends TestingProvider {

    public static final String KEY = "r8_testing_replicate";

    /** A prediction that is done then never starts. */
    public static final int NEVER = Integer.MAX_VALUE;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Integer> asked = new HashMap<>();
    private int pollsUntilDone = 2;
    private String error = "";

    /** Be done at this question. */
    public synchronized void doneAfter(int polls) {
        pollsUntilDone = polls;
    }

    /** End predictions with a failure. */
    public synchronized void failWith(String text) {
        error = text;
    }

    @Override
    protected boolean buys(Call call) {
        return call.method().equals("POST") && call.path().endsWith("/predictions");
    }

    @Override
    protected synchronized Answer answer(Call call) {
        if (call.path().startsWith("/files/")) {
            return call.headers().containsKey("authorization")
                    ? Answer.json(400, "{}")
                    : Answer.file("image/png", TestingImages.png(64, Color.GREEN));
        }
        if (!("Bearer " + KEY).equals(call.headers().get("authorization"))) {
            return Answer.json(401, "{\"title\":\"Unauthenticated\",\"detail\":\"no token\",\"status\":401}");
        }
        if (buys(call)) {
            return submit(call);
        }
        String id = call.path().replaceAll("^/v1/predictions/|/cancel$", "");
        if (!asked.containsKey(id)) {
            return Answer.json(404, "{\"detail\":\"The requested resource could not be found.\",\"status\":404}");
        }
        if (call.path().endsWith("/cancel")) {
            return prediction(200, id, "canceled", "null");
        }
        int count = asked.merge(id, 1, Integer::sum);
        if (count < pollsUntilDone) {
            return prediction(200, id, count == 1 || pollsUntilDone == NEVER ? "starting" : "processing", "null");
        }
        return error.isEmpty()
                ? prediction(200, id, "succeeded", "\"%s/files/%s.png\"".formatted(url(), id))
                : prediction(200, id, "failed", "null");
    }

    private Answer submit(Call call) {
        JsonNode body;
        try {
            body = JSON.readTree(call.body());
        } catch (IOException e) {
            return Answer.json(422, "{\"detail\":\"no JSON\"}");
        }
        boolean official = call.path().startsWith("/v1/models/");
        if (official && !call.path().equals("/v1/models/bria/remove-background/predictions")) {
            return Answer.json(404, "{\"detail\":\"The requested resource could not be found.\",\"status\":404}");
        }
        if (!official && !body.path("version").asText("").matches("[0-9a-f]{64}")) {
            return Answer.json(
                    422,
                    "{\"title\":\"Invalid version or not permitted\",\"detail\":\"The specified version does not exist\","
                            + "\"status\":422}");
        }
        if (official == body.has("version")
                || !body.path("input").path("image").asText("").startsWith("data:image/")) {
            return Answer.json(422, "{\"detail\":\"invalid version or input\",\"status\":422}");
        }
        String id = "p" + (asked.size() + 1);
        asked.put(id, 0);
        return prediction(201, id, "starting", "null");
    }

    private Answer prediction(int status, String id, String state, String output) {
        String failure = error.isEmpty() ? "null" : "\"%s\"".formatted(error);
        return Answer.json(
                status,
                "{\"id\":\"%s\",\"status\":\"%s\",\"output\":%s,\"error\":%s,\"urls\":{\"get\":\"%s/v1/predictions/%s\"}}"
                        .formatted(id, state, output, failure, url(), id));
    }
}
