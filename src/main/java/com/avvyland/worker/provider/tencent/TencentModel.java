// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.tencent;

import com.avvyland.worker.provider.Capability;
import com.avvyland.worker.provider.Content;
import com.avvyland.worker.provider.Fault;
import com.avvyland.worker.provider.HttpAnswer;
import com.avvyland.worker.provider.HttpCall;
import com.avvyland.worker.provider.JobApi;
import com.avvyland.worker.provider.JobStatus;
import com.avvyland.worker.provider.Json;
import com.avvyland.worker.provider.Provider;
import com.avvyland.worker.provider.ProviderException;
import com.avvyland.worker.provider.ProviderRequest.Model;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Maps 3D models onto Hunyuan 3D Pro: {@code SubmitHunyuanTo3DProJob} and {@code QueryHunyuanTo3DProJob}. A job cannot be
 * cancelled, and is known for 24 hours to the region in which it was made.
 */
public final class TencentModel implements JobApi<Model> {

    private static final int LEAST_FACES = 3000;
    private static final int MOST_FACES = 1_500_000;

    @Override
    public Provider provider() {
        return Provider.TENCENT;
    }

    @Override
    public Capability capability() {
        return Capability.GENERATE_MODEL;
    }

    /** Count credits: the Kamelet's price is of one of them, and no answer says how many were taken. */
    @Override
    public BigDecimal cost(Model request, String model, BigDecimal price) {
        return price.multiply(BigDecimal.valueOf(TencentOffer.of(model).credits(request)));
    }

    @Override
    public HttpCall submission(Model request, String model, List<HttpAnswer> uploads) {
        TencentOffer offer = TencentOffer.of(model);
        ObjectNode root = Json.object();
        // Left out, it would be 3.0 for the same money.
        root.put("Model", offer.version());
        TencentImages.write(root, request, offer.version());
        if (request.pbr() && !offer.geometry()) {
            root.put("EnablePBR", true);
        }
        Integer faces = request.faces();
        if (faces != null && TencentOffer.facesWanted(request)) {
            if (faces < LEAST_FACES || faces > MOST_FACES) {
                throw new ProviderException(
                        Fault.INVALID_INPUT,
                        "faces: %d (expected: %d to %d)".formatted(faces, LEAST_FACES, MOST_FACES));
            }
            root.put("FaceCount", faces);
        }
        if (offer.geometry()) {
            root.put("GenerateType", "Geometry");
        }
        return call("SubmitHunyuanTo3DProJob", root);
    }

    @Override
    public @Nullable ProviderException fault(HttpAnswer answer) {
        return TencentFaults.of(answer);
    }

    @Override
    public String accepted(HttpAnswer answer) {
        String id = response(answer).path("JobId").asText("");
        if (!id.matches("[A-Za-z0-9_-]{1,128}")) {
            throw new ProviderException(Fault.AMBIGUOUS_SUBMIT, "JobId: none (expected: one)");
        }
        return id;
    }

    @Override
    public HttpCall poll(String job) {
        return call("QueryHunyuanTo3DProJob", Json.object().put("JobId", job));
    }

    @Override
    public JobStatus status(String job, HttpAnswer answer) {
        JsonNode response = response(answer);
        return switch (response.path("Status").asText("")) {
            case "DONE" ->
                new JobStatus.Done(Content.ofDownloads(List.of(TencentFiles.best(response.path("ResultFile3Ds")))));
            case "FAIL" ->
                throw TencentFaults.ofJob(
                        response.path("ErrorCode").asText(""),
                        response.path("ErrorMessage").asText(""));
            case "WAIT" -> new JobStatus.Queued();
            // RUN, and whatever is added to it: it is not at its end.
            default -> new JobStatus.Running();
        };
    }

    private static JsonNode response(HttpAnswer answer) {
        return Json.read(answer.body()).path("Response");
    }

    /** The type is signed as it is sent; this is the one that Tencent's own clients send. */
    private static HttpCall call(String action, ObjectNode root) {
        return HttpCall.post("", Json.bytes(root))
                .with("Content-Type", "application/json; charset=utf-8")
                .with("X-TC-Action", action)
                .with("X-TC-Language", "en-US");
    }
}
