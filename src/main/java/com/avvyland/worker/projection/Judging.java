// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.projection;

import com.avvyland.worker.config.ProvidersConfig;
import com.avvyland.worker.projection.picture.Finding;
import com.avvyland.worker.projection.picture.LocalChecks;
import com.avvyland.worker.projection.picture.Prepared;
import com.avvyland.worker.projection.prompt.JudgeInput;
import com.avvyland.worker.projection.prompt.JudgeText;
import com.avvyland.worker.provider.Capability;
import com.avvyland.worker.provider.Families;
import com.avvyland.worker.provider.ImageFit;
import com.avvyland.worker.provider.Json;
import com.avvyland.worker.provider.Provider;
import com.avvyland.worker.provider.ProviderAttempt;
import com.avvyland.worker.provider.ProviderRequest.Vision;
import com.avvyland.worker.provider.ProviderResult;
import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.Image;
import com.avvyland.worker.task.TaskFailure;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Variable;
import org.jspecify.annotations.Nullable;

/**
 * Has a picture judged: by the local checks, then by a provider of another family than the painter's. The station
 * {@code judging}. Safe for any thread.
 */
public final class Judging {

    /** Begins the error of judges that did not judge, whether or not another one did. */
    static final String UNJUDGED = "judge: ";

    /** Enough to see a missing part; most judges scale down to less. */
    private static final int EDGE = 1024;

    private static final int MOST_REASONS = 8;
    private static final int REASON = 200;
    private static final List<String> JUDGES = List.of("gemini", "openai", "kie", "piapi", "fal");

    private final boolean judged;
    private final InstantSource clock;

    public Judging(ProvidersConfig config, InstantSource clock) {
        this.judged = JUDGES.stream()
                .map(config.accounts()::get)
                .anyMatch(account -> account != null && account.key() != null);
        this.clock = clock;
    }

    /** Look at the picture here; what a judge is asked, if one is, is kept with the round. */
    public void check(@Variable("work") StepRun run) {
        Round round = run.round();
        Image picture = run.picture();
        Prepared source = run.ready();
        List<Finding> findings = findings(run, source, picture);
        round.local = Scores.local(findings);
        round.reasons = Scores.reasons(findings, List.of());
        if (judged && findings.stream().noneMatch(Finding::fatal)) {
            round.question = question(run, round, source.image(), picture);
            return;
        }
        round.score = Scores.combined(null, round.local);
    }

    /** A picture that passed the provider's check and cannot be decoded all the same is one more picture of no use. */
    private static List<Finding> findings(StepRun run, Prepared source, Image picture) {
        try {
            return LocalChecks.check(source.silhouette(), source.image(), picture, Relations.of(run.task));
        } catch (TaskFailure undecodable) {
            return List.of(new Finding("decodable", 0, true, "Deliver a PNG or JPEG that can be decoded."));
        }
    }

    /** Return what a judge is asked. */
    public Vision question(@Variable("work") StepRun run) {
        Vision question = run.round().question;
        if (question == null) {
            throw new IllegalStateException("question: none (expected: a picture that is worth a judge's time)");
        }
        return question;
    }

    /** Take a judge's score. */
    public void judged(
            @Variable("work") StepRun run,
            @Variable("reading") ProviderResult reading,
            @Variable("providerAttempts") List<ProviderAttempt> asked) {
        Round round = run.round();
        JsonNode said = Json.read(reading.json() == null ? "" : reading.json());
        round.score = Scores.combined(said.path("score").asDouble(0), round.local);
        List<String> reasons = new ArrayList<>(round.reasons);
        reasons.addAll(reasons(said.path("reasons")));
        round.reasons = reasons.subList(0, Math.min(MOST_REASONS, reasons.size()));
        round.judge = reading.provider();
        round.error = silent(asked);
        round.judgeMicroUsd = cost(asked);
    }

    /**
     * Note that nobody could judge: a judge that refuses to look has given no score, and the step goes on without one.
     *
     * @throws TaskFailure the failure itself, when it can pass: the picture is in the journal
     */
    public void unjudged(
            @Variable("work") StepRun run,
            @Variable("providerAttempts") @Nullable List<ProviderAttempt> asked,
            @ExchangeProperty("CamelExceptionCaught") TaskFailure failure) {
        Round round = run.round();
        round.error = UNJUDGED + failure.getMessage();
        round.judgeMicroUsd = asked == null ? 0 : cost(asked);
        if (failure.code() != FailureCode.RESTRICTED_CONTENT) {
            close(run);
            throw failure;
        }
    }

    /** End the round. */
    public void close(@Variable("work") StepRun run) {
        Round round = run.round();
        round.close(run.allowance.passScore(), clock.millis());
        if (round.painter != null) {
            run.rows.painted(round, round.painter, run.removalName());
        }
        run.rows.keep();
    }

    private static Vision question(StepRun run, Round round, Image source, Image picture) {
        JudgeText text = run.pack.judge(new JudgeInput(run.task.prompt(), run.task.view(), true));
        List<Image> images = List.of(ImageFit.within(source, EDGE), ImageFit.within(picture, EDGE));
        ProviderAttempt painter = round.painter;
        String family = painter == null
                ? null
                : Provider.of(painter.provider())
                        .map(provider -> Families.of(provider, painter.model()))
                        .orElse(null);
        return new Vision(Capability.SCORE_IMAGE, text.instructions(), text.question(), images, family);
    }

    private static List<String> reasons(JsonNode said) {
        List<String> reasons = new ArrayList<>();
        for (JsonNode reason : said) {
            String line = reason.asText("").replaceAll("[\\p{C}\\s]+", " ").strip();
            if (!line.isEmpty() && reasons.size() < MOST_REASONS) {
                reasons.add(
                        line.length() <= REASON
                                ? line
                                : line.substring(0, REASON).strip());
            }
        }
        return reasons;
    }

    /** Return who was asked before the judge and did not judge, or null when nobody was: a row has one judge. */
    private static @Nullable String silent(List<ProviderAttempt> asked) {
        String errors = asked.stream()
                .filter(each -> each.fault() != null && !each.fault().unasked())
                .map(each -> each.provider() + ": " + each.error())
                .collect(Collectors.joining("; "));
        return errors.isEmpty() ? null : UNJUDGED + errors;
    }

    private static long cost(List<ProviderAttempt> asked) {
        return asked.stream().mapToLong(ProviderAttempt::costMicroUsd).sum();
    }
}
