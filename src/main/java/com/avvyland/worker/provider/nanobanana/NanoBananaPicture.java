// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.nanobanana;

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
import com.avvyland.worker.provider.ProviderRequest.Picture;
import com.avvyland.worker.provider.PublicUrls;
import com.avvyland.worker.provider.kie.KieFaults;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Maps pictures onto tasks; the model is the last segment of the path, {@code generate}, {@code generate-2} or {@code
 * generate-pro}. There is no key of idempotency, and nothing can be cancelled.
 *
 * <p>Input images are URLs, and there is no upload: they are lent by the artifacts' bucket, and where there is none a
 * request with inputs is passed over.
 */
public final class NanoBananaPicture implements JobApi<Picture> {

    /** As KIE's, whose envelope it shares. */
    private static final Duration GRACE = Duration.ofSeconds(90);

    /** Required by {@code generate} and not used: a name that never resolves, so that nobody gets what it would send. */
    private static final String NO_CALLBACK = "https://callback.invalid/";

    private final NanoBananaInputs inputs;

    public NanoBananaPicture(PublicUrls urls) {
        this.inputs = new NanoBananaInputs(urls);
    }

    @Override
    public Provider provider() {
        return Provider.NANOBANANA;
    }

    @Override
    public Capability capability() {
        return Capability.GENERATE_IMAGE;
    }

    @Override
    public List<HttpCall> uploads(Picture picture, String model) {
        if (!List.of("generate", "generate-2", "generate-pro").contains(model)) {
            throw new ProviderException(
                    Fault.CONFIG, "model: %s (expected: generate, generate-2, generate-pro)".formatted(model));
        }
        NanoBananaInputs.check(picture);
        return List.of();
    }

    @Override
    public HttpCall submission(Picture picture, String model, List<HttpAnswer> uploads) {
        ObjectNode root = Json.object().put("prompt", picture.prompt());
        List<String> lent = inputs.lend(picture);
        if (!lent.isEmpty()) {
            lent.forEach(root.putArray("imageUrls")::add);
        }
        switch (model) {
            case "generate" ->
                // The misspelling is the contract.
                root.put("type", lent.isEmpty() ? "TEXTTOIAMGE" : "IMAGETOIAMGE")
                        .put("numImages", 1)
                        .put("image_size", "1:1")
                        .put("callBackUrl", NO_CALLBACK);
            case "generate-pro" -> root.put("aspectRatio", "1:1").put("resolution", resolution(picture.size()));
            default ->
                root.put("aspectRatio", "1:1")
                        .put("resolution", resolution(picture.size()))
                        .put("outputFormat", "png");
        }
        return HttpCall.post("/nanobanana/" + model, Json.bytes(root));
    }

    /** The nearest of 1024, 2048 and 4096 pixels. */
    private static String resolution(int size) {
        if (size <= 1536) {
            return "1K";
        }
        return size <= 3072 ? "2K" : "4K";
    }

    @Override
    public @Nullable ProviderException fault(HttpAnswer answer) {
        // What a record says counts, whatever code is around it.
        boolean read = Json.read(answer.body()).path("data").path("successFlag").isNumber() || KieFaults.unseen(answer);
        return read ? null : KieFaults.of(answer);
    }

    @Override
    public String accepted(HttpAnswer answer) {
        String id = Json.read(answer.body()).path("data").path("taskId").asText("");
        if (!id.matches("[A-Za-z0-9_-]{1,128}")) {
            throw new ProviderException(Fault.AMBIGUOUS_SUBMIT, "task: no id (expected: one)");
        }
        return id;
    }

    @Override
    public HttpCall poll(String job) {
        return HttpCall.get("/nanobanana/record-info?taskId=" + job);
    }

    @Override
    public JobStatus status(String job, HttpAnswer answer) {
        JsonNode data = Json.read(answer.body()).path("data");
        if (KieFaults.unseen(answer)) {
            return new JobStatus.Unseen(GRACE);
        }
        return switch (data.path("successFlag").asInt(0)) {
            case 1 -> done(data.path("response").path("resultImageUrl").asText(""));
            case 2, 3 ->
                throw KieFaults.ofJob(
                        data.path("errorCode").asText(""),
                        data.path("errorMessage").asText(""));
            default -> new JobStatus.Running();
        };
    }

    /** {@code originImageUrl} beside it lives for minutes only. */
    private static JobStatus done(String url) {
        if (url.isEmpty()) {
            throw new ProviderException(Fault.EMPTY_RESULT, "resultImageUrl: none (expected: one)");
        }
        try {
            return new JobStatus.Done(Content.ofDownloads(List.of(new Download("image", URI.create(url)))));
        } catch (IllegalArgumentException e) {
            throw new ProviderException(Fault.EMPTY_RESULT, "resultImageUrl: no URL (expected: one)", e);
        }
    }
}
