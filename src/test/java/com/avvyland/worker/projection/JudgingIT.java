// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.projection;

import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.config.Config;
import com.avvyland.worker.config.ConfigLoader;
import com.avvyland.worker.journal.TaskNotes;
import com.avvyland.worker.projection.picture.Preparation;
import com.avvyland.worker.projection.picture.Raster;
import com.avvyland.worker.projection.prompt.PromptPacks;
import com.avvyland.worker.provider.ProviderAttempt;
import com.avvyland.worker.provider.TestingPurchasing;
import com.avvyland.worker.task.Image;
import com.avvyland.worker.task.ProjectionAttempt;
import com.avvyland.worker.testing.TestingRedis;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.redisson.api.RedissonClient;

/** Promises what a score is where nobody with a key can judge. */
class JudgingIT {

    @RegisterExtension
    static final TestingRedis REDIS = new TestingRedis();

    private static RedissonClient redis;

    private final Config config = new ConfigLoader(
                    TestingPurchasing.variables(Map.of("NANOBANANA_API_KEY", "key")), Path.of("target"))
            .load();
    private final Judging judging = new Judging(config.providers(), Clock.systemUTC());

    @BeforeAll
    static void connect() {
        redis = TestingPurchasing.connect(REDIS);
    }

    @AfterAll
    static void close() {
        redis.shutdown();
    }

    @Test
    void theChecksAloneScoreWhereNoJudgeHasAKey() {
        StepRun run = checked(TestingObject.back(0));

        assertThat(run.isJudgeable()).isFalse();
        ProjectionAttempt row = run.report().attempts().getFirst();
        assertThat(row.outcome()).isEqualTo("passed");
        assertThat(row.score()).isEqualTo(1);
        assertThat(row.judge()).isNull();
    }

    @Test
    void aPictureThatCannotBeDecodedIsOfNoUse() {
        Image cut = TestingObject.back(1);
        Image broken = new Image("image/png", cut.bytes().slice(0, cut.bytes().length() / 2), null, null);

        ProjectionAttempt row = checked(broken).report().attempts().getFirst();

        assertThat(row.outcome()).isEqualTo("below_pass_score");
        assertThat(row.score()).isZero();
        assertThat(row.scoreReasons()).contains("decoded");
    }

    private StepRun checked(Image picture) {
        ProjectionStep steps = new ProjectionStep(
                config.projection(),
                PromptPacks.of(Path.of("prompts")),
                new TaskNotes(redis, Duration.ofHours(1)),
                Clock.systemUTC());
        StepRun run = steps.begin(TestingStep.task(null, null), "q", "task" + picture.hashCode(), null, "mark");
        run.ready(Preparation.prepareOpaque(Raster.decode(TestingObject.source()), 256), 0);
        Round round = run.next("paint it", 0);
        round.picture = picture;
        round.painter = new ProviderAttempt("nanobanana", "generate-2", null, null, 0, 1, 20_000);
        judging.check(run);
        judging.close(run);
        return run;
    }
}
