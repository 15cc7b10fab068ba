// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.replicate;

import com.avvyland.worker.provider.Capability;
import com.avvyland.worker.provider.Content;
import com.avvyland.worker.provider.Download;
import com.avvyland.worker.provider.Fault;
import com.avvyland.worker.provider.HttpAnswer;
import com.avvyland.worker.provider.HttpCall;
import com.avvyland.worker.provider.JobApi;
import com.avvyland.worker.provider.JobStatus;
import com.avvyland.worker.provider.Json;
import com.avvyland.worker.provider.Provider;
import com.avvyland.worker.provider.ProviderException;
import com.avvyland.worker.provider.ProviderRequest.Cutout;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Maps cut-outs onto predictions. A version of 64 hexadecimal digits, or {@code owner/name:version}, is a community
 * model's; {@code owner/name} alone is an official one's, and has a path of its own.
 */
public final class ReplicateCutout implements JobApi<Cutout> {

    /**
     * Bytes of an image. Replicate asks for data URIs of at most 256 KiB and takes larger ones, up to a limit of the
     * request that it does not name: 4 MB has room in it.
     */
    private static final int MOST_BYTES = 4_000_000;

    @Override
    public Provider provider() {
        return Provider.REPLICATE;
    }

    @Override
    public Capability capability() {
        return Capability.REMOVE_BACKGROUND;
    }

    @Override
    public HttpCall submission(Cutout cutout, String model, List<HttpAnswer> uploads) {
        int bytes = cutout.image().bytes().length();
        if (bytes > MOST_BYTES) {
            throw new ProviderException(
                    Fault.PASSED_OVER, "image: %d bytes (expected: at most %d)".formatted(bytes, MOST_BYTES));
        }
        ObjectNode root = Json.object();
        root.putObject("input").put("image", Json.dataUri(cutout.image()));
        if (model.contains("/") && !model.contains(":")) {
            return HttpCall.post("/models/%s/predictions".formatted(model), Json.bytes(root));
        }
        int colon = model.indexOf(':');
        root.put("version", colon < 0 ? model : model.substring(colon + 1));
        return HttpCall.post("/predictions", Json.bytes(root));
    }

    @Override
    public @Nullable ProviderException fault(HttpAnswer answer) {
        return ReplicateFaults.of(answer);
    }

    @Override
    public @Nullable ProviderException jobFault(HttpAnswer answer, boolean ready) {
        return ReplicateFaults.ofQuestion(answer);
    }

    @Override
    public String accepted(HttpAnswer answer) {
        String id = Json.read(answer.body()).path("id").asText("");
        if (!id.matches("[A-Za-z0-9_-]{1,128}")) {
            throw new ProviderException(Fault.AMBIGUOUS_SUBMIT, "prediction: no id (expected: one)");
        }
        return id;
    }

    @Override
    public HttpCall poll(String job) {
        return HttpCall.get("/predictions/" + job);
    }

    @Override
    public JobStatus status(String job, HttpAnswer answer) {
        JsonNode root = Json.read(answer.body());
        return switch (root.path("status").asText("")) {
            case "succeeded" -> done(root);
            case "failed" -> throw ReplicateFaults.ofModel(root.path("error"));
            case "canceled", "aborted" ->
                throw new ProviderException(
                        Fault.JOB_FAILED, "prediction " + root.path("status").asText());
            case "starting" -> new JobStatus.Queued();
            // What cannot be read may well run: it is not cancelled as one that waits.
            default -> new JobStatus.Running();
        };
    }

    @Override
    public Optional<HttpCall> cancel(String job) {
        return Optional.of(new HttpCall("POST", "/predictions/%s/cancel".formatted(job), Map.of(), null));
    }

    /** The output is one URL, a list of them, or an object that holds one: each model has its own schema. */
    private static JobStatus done(JsonNode root) {
        if (root.path("data_removed").asBoolean(false)) {
            throw new ProviderException(Fault.RESULT_EXPIRED, "output: removed (expected: within an hour)");
        }
        String url = url(root.path("output"));
        if (url == null) {
            throw new ProviderException(Fault.EMPTY_RESULT, "output: none (expected: a URL)");
        }
        try {
            return new JobStatus.Done(Content.ofDownloads(List.of(new Download("image", URI.create(url)))));
        } catch (IllegalArgumentException e) {
            throw new ProviderException(Fault.EMPTY_RESULT, "output: no URL (expected: a URL)", e);
        }
    }

    private static @Nullable String url(JsonNode output) {
        if (output.isTextual() && output.asText().matches("https?://.*")) {
            return output.asText();
        }
        for (JsonNode child : output) {
            String url = url(child);
            if (url != null) {
                return url;
            }
        }
        return null;
    }
}
