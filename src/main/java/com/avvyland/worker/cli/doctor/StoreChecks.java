// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli.doctor;

import com.avvyland.worker.artifact.StoreFinding;
import com.avvyland.worker.artifact.StoreProbe;
import com.avvyland.worker.config.S3Config;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks at the store of artifacts, where one is set. */
final class StoreChecks {

    private StoreChecks() {}

    static List<Check> of(@Nullable S3Config config) {
        if (config == null) {
            return List.of(Check.ok(
                    "s3", "no bucket: artifacts travel in callbacks, up to worker.callback.inline_limit (S3_BUCKET)"));
        }
        return StoreProbe.look(config, InstantSource.system()).stream()
                .map(StoreChecks::check)
                .toList();
    }

    private static Check check(StoreFinding finding) {
        return new Check(
                finding.name(),
                switch (finding.weight()) {
                    case FINE -> Check.Verdict.OK;
                    case DOUBTFUL -> Check.Verdict.WARN;
                    case BROKEN -> Check.Verdict.FAIL;
                },
                finding.detail());
    }
}
