// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.kie;

import com.avvyland.worker.provider.Content;
import com.avvyland.worker.provider.Download;
import com.avvyland.worker.provider.Fault;
import com.avvyland.worker.provider.HttpAnswer;
import com.avvyland.worker.provider.HttpCall;
import com.avvyland.worker.provider.InputLimits;
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
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Maps jobs onto KIE's market: inputs are uploaded, a task is created, its record is read until it ends. There is no key
 * of idempotency, and nothing can be cancelled.
 */
abstract sealed class KieJob<R extends ProviderRequest> implements JobApi<R> permits KiePicture, KieCutout {

    /** Records become visible with a delay; others have seen a minute and more. */
    private static final Duration GRACE = Duration.ofSeconds(90);

    private static final int LONGEST_URL = 2048;

    @Override
    public final Provider provider() {
        return Provider.KIE;
    }

    @Override
    public final @Nullable ProviderException fault(HttpAnswer answer) {
        // What a record says counts, whatever code is around it.
        boolean read = Json.read(answer.body()).path("data").path("state").isTextual() || KieFaults.unseen(answer);
        return read ? null : KieFaults.of(answer);
    }

    /** Write the upload of an image that is within limits; its name is its content's, as equal names overwrite. */
    static HttpCall upload(Image image, InputLimits limits) {
        String type = limits.check(image);
        String name = "%s.%s".formatted(digest(image), type.substring(type.indexOf('/') + 1));
        ObjectNode root = Json.object()
                .put("base64Data", "data:%s;base64,%s".formatted(type, Json.base64(image.bytes())))
                .put("uploadPath", "images")
                .put("fileName", name);
        return HttpCall.post("/api/file-base64-upload", Json.bytes(root));
    }

    /** Read where an upload lies. */
    static String uploaded(HttpAnswer answer) {
        String url = Json.read(answer.body()).path("data").path("downloadUrl").asText("");
        if (url.length() > LONGEST_URL || !url.matches("https?://[!-~]+")) {
            throw new ProviderException(Fault.TRANSIENT, "upload: no downloadUrl (expected: one)");
        }
        return url;
    }

    static HttpCall create(String model, ObjectNode input) {
        ObjectNode root = Json.object().put("model", model);
        root.set("input", input);
        return HttpCall.post("/api/v1/jobs/createTask", Json.bytes(root));
    }

    @Override
    public final String accepted(HttpAnswer answer) {
        String id = Json.read(answer.body()).path("data").path("taskId").asText("");
        if (!id.matches("[A-Za-z0-9_-]{1,128}")) {
            throw new ProviderException(Fault.AMBIGUOUS_SUBMIT, "task: no id (expected: one)");
        }
        return id;
    }

    @Override
    public final HttpCall poll(String job) {
        return HttpCall.get("/api/v1/jobs/recordInfo?taskId=" + job);
    }

    @Override
    public final JobStatus status(String job, HttpAnswer answer) {
        JsonNode data = Json.read(answer.body()).path("data");
        return switch (data.path("state").asText("")) {
            case "generating" -> new JobStatus.Running();
            case "success" -> done(data.path("resultJson"));
            case "fail" ->
                throw KieFaults.ofJob(
                        data.path("failCode").asText(""), data.path("failMsg").asText(""));
            case "" -> KieFaults.unseen(answer) ? new JobStatus.Unseen(GRACE) : new JobStatus.Queued();
            default -> new JobStatus.Queued();
        };
    }

    /** The result is JSON inside a string of JSON. */
    private static JobStatus done(JsonNode resultJson) {
        JsonNode result = resultJson.isTextual() ? Json.read(resultJson.asText()) : resultJson;
        String url = result.path("resultUrls").path(0).asText("");
        if (url.isEmpty()) {
            throw new ProviderException(Fault.EMPTY_RESULT, "resultUrls: none (expected: one)");
        }
        try {
            return new JobStatus.Done(Content.ofDownloads(List.of(new Download("image", URI.create(url)))));
        } catch (IllegalArgumentException e) {
            throw new ProviderException(Fault.EMPTY_RESULT, "resultUrls: no URL (expected: one)", e);
        }
    }

    private static String digest(Image image) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(image.bytes().buffer());
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256: absent (expected: in every JDK)", e);
        }
    }
}
