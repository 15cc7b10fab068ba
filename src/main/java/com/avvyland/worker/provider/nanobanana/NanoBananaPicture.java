// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.nanobanana;

import com.avvyland.worker.provider.Capability;
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
import com.avvyland.worker.provider.ProviderRequest.Picture;
import com.avvyland.worker.provider.PublicUrls;
import com.avvyland.worker.provider.kie.KieFaults;
import com.avvyland.worker.task.Image;
import com.avvyland.worker.task.TaskFailure;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
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

    /** Outlives the longest job, and the Kamelet's six minutes. */
    private static final Duration LENT = Duration.ofHours(1);

    /** As of nano-banana-pro at KIE, the least of the models behind these names. */
    private static final int MOST_INPUTS = 8;

    private static final InputLimits INPUT = InputLimits.ofBytes(10_000_000);

    private final PublicUrls urls;

    public NanoBananaPicture(PublicUrls urls) {
        this.urls = urls;
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
        int count = picture.inputs().size();
        if (count > MOST_INPUTS) {
            throw new ProviderException(
                    Fault.PASSED_OVER, "inputs: %d images (expected: at most %d)".formatted(count, MOST_INPUTS));
        }
        picture.inputs().forEach(INPUT::check);
        return List.of();
    }

    private List<String> lent(Picture picture) {
        List<String> lent = new ArrayList<>();
        for (Image image : picture.inputs()) {
            try {
                lent.add(urls.publish(image, LENT)
                        .orElseThrow(() -> passedOver(picture, "none, or a bucket that lends URLs", null))
                        .toString());
            } catch (TaskFailure e) {
                throw passedOver(picture, "a bucket that can be reached", e);
            }
        }
        return lent;
    }

    private static ProviderException passedOver(Picture picture, String expected, @Nullable Throwable cause) {
        return new ProviderException(
                Fault.PASSED_OVER,
                "inputs: %d images (expected: %s)".formatted(picture.inputs().size(), expected),
                cause);
    }

    @Override
    public HttpCall submission(Picture picture, String model, List<HttpAnswer> uploads) {
        ObjectNode root = Json.object().put("prompt", picture.prompt());
        List<String> inputs = lent(picture);
        if (!inputs.isEmpty()) {
            inputs.forEach(root.putArray("imageUrls")::add);
        }
        switch (model) {
            case "generate" ->
                // The misspelling is the contract.
                root.put("type", inputs.isEmpty() ? "TEXTTOIAMGE" : "IMAGETOIAMGE")
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
