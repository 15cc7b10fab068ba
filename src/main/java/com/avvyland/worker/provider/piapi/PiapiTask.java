// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.piapi;

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
import com.avvyland.worker.provider.ProviderRequest;
import com.avvyland.worker.task.Image;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Maps what PiAPI does by tasks: inputs are uploaded, {@code POST /api/v1/task} buys, {@code GET /api/v1/task/<id>} asks.
 *
 * @param <R> what is asked
 */
abstract class PiapiTask<R extends ProviderRequest> implements JobApi<R> {

    /** PiAPI's limit of an input image. */
    private static final int LARGEST_INPUT = 10 << 20;

    private static final int LONGEST_URL = 2048;

    private final @Nullable Integer pointsPerDollar;

    PiapiTask(@Nullable Integer pointsPerDollar) {
        this.pointsPerDollar = pointsPerDollar;
    }

    @Override
    public final Provider provider() {
        return Provider.PIAPI;
    }

    /** Return the images to upload. */
    abstract List<Image> inputs(R request);

    /** Return the task: {@code model}, {@code task_type} and {@code input}. */
    abstract ObjectNode task(R request, String model, List<String> inputs);

    /** Find the result in the {@code output} of a task that is completed; an empty list where there is none. */
    abstract List<Download> found(JsonNode output);

    @Override
    public final List<HttpCall> uploads(R request) {
        return inputs(request).stream().map(PiapiTask::upload).toList();
    }

    private static HttpCall upload(Image image) {
        String name = switch (image.mime()) {
            case "image/png" -> "input.png";
            case "image/jpeg" -> "input.jpg";
            case "image/webp" -> "input.webp";
            default ->
                throw new ProviderException(Fault.PASSED_OVER, "input: another format (expected: PNG, JPEG or WebP)");
        };
        if (image.bytes().length() > LARGEST_INPUT) {
            throw new ProviderException(
                    Fault.PASSED_OVER,
                    "input: %d bytes (expected: at most %d)"
                            .formatted(image.bytes().length(), LARGEST_INPUT));
        }
        ObjectNode root = Json.object().put("file_name", name).put("file_data", Json.base64(image.bytes()));
        return HttpCall.post("/api/ephemeral_resource", Json.bytes(root));
    }

    @Override
    public final HttpCall submission(R request, String model, List<HttpAnswer> uploads) {
        List<String> urls = uploads.stream().map(PiapiTask::uploadedTo).toList();
        return HttpCall.post("/api/v1/task", Json.bytes(task(request, model, urls)));
    }

    private static String uploadedTo(HttpAnswer answer) {
        JsonNode root = Json.read(answer.body());
        String url = root.path("data").path("url").asText(root.path("url").asText(""));
        if (!url.startsWith("http") || url.length() > LONGEST_URL) {
            throw new ProviderException(Fault.TRANSIENT, "upload: no url (expected: one)");
        }
        return url;
    }

    @Override
    public final @Nullable ProviderException fault(HttpAnswer answer) {
        ProviderException fault = PiapiFaults.of(answer);
        if (fault != null) {
            return fault;
        }
        JsonNode root = Json.read(answer.body());
        if (!root.isObject()) {
            return new ProviderException(Fault.AMBIGUOUS_SUBMIT, "answer: no JSON (expected: an envelope)");
        }
        // A task can be "completed" and have failed.
        JsonNode error = root.path("data").path("error");
        return error.path("code").asInt(0) == 0 ? null : PiapiFaults.ofTask(status(root), error);
    }

    @Override
    public final String accepted(HttpAnswer answer) {
        String id = Json.read(answer.body()).path("data").path("task_id").asText("");
        if (!id.matches("[A-Za-z0-9_-]{1,128}")) {
            throw new ProviderException(Fault.AMBIGUOUS_SUBMIT, "task: no id (expected: one)");
        }
        return id;
    }

    @Override
    public final HttpCall poll(String job) {
        return HttpCall.get("/api/v1/task/" + job);
    }

    @Override
    public final JobStatus status(String job, HttpAnswer answer) {
        JsonNode root = Json.read(answer.body());
        return switch (status(root)) {
            case "completed" -> done(root.path("data"));
            case "failed" ->
                throw PiapiFaults.ofTask("failed", root.path("data").path("error"));
            case "processing", "running" -> new JobStatus.Running();
            default -> new JobStatus.Queued();
        };
    }

    /** Only a task that is pending can be cancelled. */
    @Override
    public final Optional<HttpCall> cancel(String job) {
        return Optional.of(new HttpCall("DELETE", "/api/v1/task/" + job, Map.of(), null));
    }

    private JobStatus done(JsonNode data) {
        List<Download> downloads = found(data.path("output"));
        if (downloads.isEmpty()) {
            throw new ProviderException(Fault.EMPTY_RESULT, "output: no URL (expected: one)");
        }
        return new JobStatus.Done(Content.ofDownloads(downloads.subList(0, 1)).costing(cost(data)));
    }

    /** What a point is worth is a matter of the account; what is taken for a task that is done is more than nothing. */
    private @Nullable Double cost(JsonNode data) {
        double points = data.path("meta").path("usage").path("consume").asDouble(0);
        return pointsPerDollar == null || !(points > 0) || Double.isInfinite(points) ? null : points / pointsPerDollar;
    }

    /** Documentation and wire differ in case. */
    private static String status(JsonNode root) {
        return root.path("data").path("status").asText("").toLowerCase(Locale.ROOT);
    }

    /** Return the URLs under a name: a string, or a list of them. */
    static List<Download> urls(String type, JsonNode node) {
        List<Download> urls = new ArrayList<>();
        for (JsonNode one : node.isArray() ? node : List.of(node)) {
            String url = one.asText("");
            if (url.startsWith("http") && url.length() <= LONGEST_URL) {
                try {
                    urls.add(new Download(type, URI.create(url)));
                } catch (IllegalArgumentException e) {
                    throw new ProviderException(Fault.EMPTY_RESULT, "output: no URL (expected: a URL)", e);
                }
            }
        }
        return urls;
    }
}
