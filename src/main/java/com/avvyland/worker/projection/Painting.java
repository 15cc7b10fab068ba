// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.projection;

import com.avvyland.worker.config.ProjectionConfig;
import com.avvyland.worker.gltf.ImageHeader;
import com.avvyland.worker.projection.prompt.PromptInput;
import com.avvyland.worker.provider.Fault;
import com.avvyland.worker.provider.ImageFit;
import com.avvyland.worker.provider.ProviderAttempt;
import com.avvyland.worker.provider.ProviderRequest.Picture;
import com.avvyland.worker.provider.ProviderResult;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.Image;
import com.avvyland.worker.task.TaskFailure;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Variable;
import org.jspecify.annotations.Nullable;

/** Has a picture painted: the station {@code painting}, before and after the providers. Safe for any thread. */
public final class Painting {

    private final ProjectionConfig config;
    private final InstantSource clock;

    public Painting(ProjectionConfig config, InstantSource clock) {
        this.config = config;
        this.clock = clock;
    }

    /**
     * Begin a round; return what is asked of the providers.
     *
     * @throws InterruptedException when the task is being stopped: nothing more is bought for it
     */
    public Picture request(@Variable("work") StepRun run) throws InterruptedException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedException("projection step: stopped (expected: to go on)");
        }
        List<Image> inputs = new ArrayList<>(List.of(run.ready().image()));
        for (Image reference : run.task.referenceImages()) {
            inputs.add(ImageFit.within(reference, config.imageSize()));
        }
        int number = run.count() + 1;
        String prompt = run.pack.compose(new PromptInput(
                run.task.prompt(), run.task.view(), run.task.referenceImages().size(), number, run.reasons()));
        run.next(prompt, clock.millis());
        return new Picture(prompt, inputs, config.imageSize(), number);
    }

    /** Take the picture that was painted. */
    public void painted(
            @Variable("work") StepRun run,
            @Variable("painted") ProviderResult painted,
            @Variable("providerAttempts") List<ProviderAttempt> asked) {
        Round round = run.round();
        Bytes bytes = painted.files().getFirst().bytes();
        ImageHeader header = ImageHeader.read(bytes);
        round.picture = new Image(
                header == null ? "application/octet-stream" : header.mimeType(),
                bytes,
                header == null ? null : (int) header.width(),
                header == null ? null : (int) header.height());
        for (ProviderAttempt each : asked) {
            if (each.fault() == null) {
                round.painter = each;
            } else {
                run.rows.failed(round, each, run.removalName());
            }
        }
    }

    /**
     * Note who did not paint.
     *
     * @throws TaskFailure the failure itself, unless a ceiling of cost has ended a step that has a picture
     */
    public void unpainted(
            @Variable("work") StepRun run,
            @Variable("providerAttempts") @Nullable List<ProviderAttempt> asked,
            @ExchangeProperty("CamelExceptionCaught") TaskFailure failure) {
        List<ProviderAttempt> all = asked == null ? List.of() : asked;
        all.forEach(each -> run.rows.failed(run.round(), each, run.removalName()));
        run.rows.keep();
        boolean broke = all.stream().anyMatch(each -> each.fault() == Fault.OVER_BUDGET)
                && all.stream()
                        .allMatch(each -> each.fault() != null && each.fault().unasked());
        if (!broke || run.best() == null || failure.code() != FailureCode.PROVIDER_UNAVAILABLE) {
            throw failure;
        }
        run.stop("a ceiling of cost is reached");
    }
}
