// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.projection;

import com.avvyland.worker.config.ProvidersConfig;
import com.avvyland.worker.projection.picture.Backdrop;
import com.avvyland.worker.projection.picture.Raster;
import com.avvyland.worker.provider.ImageFit;
import com.avvyland.worker.provider.ProviderAttempt;
import com.avvyland.worker.provider.ProviderRequest.Cutout;
import com.avvyland.worker.provider.ProviderResult;
import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.Image;
import com.avvyland.worker.task.TaskFailure;
import java.util.List;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Variable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides who takes the background of a source away: the station {@code cutouts}. Safe for any thread.
 *
 * <p>Nobody, where the picture has none. Replicate's line, where Replicate has a key. Without that key this machine, where the
 * background is plain; else any other provider of the route with a key; else nobody, and the picture stays as it is.
 */
public final class Cutouts {

    private static final Logger LOG = LoggerFactory.getLogger(Cutouts.class);

    /** What a cut-out is made of at most; the prepared picture is smaller. */
    private static final int EDGE = 2048;

    private static final List<String> OTHERS = List.of("fal", "kie", "piapi", "openai");

    private final boolean replicate;
    private final boolean others;

    public Cutouts(ProvidersConfig config) {
        this.replicate = key(config, "replicate");
        this.others = OTHERS.stream().anyMatch(name -> key(config, name));
    }

    /**
     * Look at the source; return what to ask a provider, or null when none is to be asked.
     *
     * @throws TaskFailure permanent, when the source is no picture
     */
    public @Nullable Cutout request(@Variable("work") StepRun run) {
        Image source = run.source;
        if (source == null) {
            throw new IllegalStateException("source: none (expected: the step that finds it before this one)");
        }
        Raster raster = decoded(source);
        run.raster = raster;
        Backdrop backdrop = Backdrop.of(raster);
        if (backdrop.open()) {
            return null;
        }
        boolean ask = replicate || others && !backdrop.plain();
        return ask ? new Cutout(ImageFit.within(source, EDGE)) : null;
    }

    private static Raster decoded(Image source) {
        try {
            return Raster.decode(source).within(EDGE);
        } catch (TaskFailure broken) {
            throw new TaskFailure(broken.code(), "source_" + broken.getMessage(), broken);
        }
    }

    /** Take the cut-out that a provider has made. */
    public void taken(
            @Variable("work") StepRun run,
            @Variable("cutout") ProviderResult cutout,
            @Variable("providerAttempts") List<ProviderAttempt> asked) {
        run.raster = Raster.decode(
                        new Image("image/png", cutout.files().getFirst().bytes(), null, null))
                .within(EDGE);
        run.removal(cutout.provider(), cost(asked));
    }

    /**
     * Go on without a provider that cannot do it.
     *
     * @throws TaskFailure the failure itself, when it can pass and this machine cannot do it either, or when the content was
     *     refused
     */
    public void untaken(@Variable("work") StepRun run, @ExchangeProperty("CamelExceptionCaught") TaskFailure failure) {
        Raster raster = run.raster;
        boolean passing = !failure.code().permanent();
        boolean plain = raster != null && Backdrop.of(raster).plain();
        if (failure.code() == FailureCode.RESTRICTED_CONTENT || passing && !plain) {
            throw failure;
        }
        LOG.warn("background removal: {}; done here instead", failure.getMessage());
        run.removalNote = String.valueOf(failure.getMessage());
    }

    private static long cost(List<ProviderAttempt> asked) {
        return asked.stream().mapToLong(ProviderAttempt::costMicroUsd).sum();
    }

    private static boolean key(ProvidersConfig config, String name) {
        ProvidersConfig.AccountConfig account = config.accounts().get(name);
        return account != null && account.key() != null;
    }
}
