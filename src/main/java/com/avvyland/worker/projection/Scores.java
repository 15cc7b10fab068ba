// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.projection;

import com.avvyland.worker.projection.picture.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Makes one score of what a judge says and what the local checks find: the lowest of them, as a picture is as good as
 * its worst side. Stateless.
 *
 * <p>docs/projection.md explains the rule. A check that holds has 1 and so changes nothing.
 */
final class Scores {

    private Scores() {}

    /** Return the lowest finding, 0..1; 0 when one of them is fatal. */
    static double local(List<Finding> findings) {
        double lowest = 1;
        for (Finding finding : findings) {
            lowest = Math.min(lowest, finding.fatal() ? 0 : finding.value());
        }
        return lowest;
    }

    /**
     * Return the score of a picture.
     *
     * @param judge 0..1; absent when no judge is configured: the checks stand alone
     */
    static double combined(@Nullable Double judge, double local) {
        return judge == null ? local : Math.min(judge, local);
    }

    /** Return what is wrong, the local findings first: they are certain. */
    static List<String> reasons(List<Finding> findings, List<String> judge) {
        List<String> reasons = new ArrayList<>();
        findings.stream()
                .filter(finding -> finding.fatal() || finding.value() < 1)
                .map(Finding::reason)
                .forEach(reasons::add);
        reasons.addAll(judge);
        return reasons;
    }

    /** Return a score as people read it. */
    static String text(double score) {
        return String.format(Locale.ROOT, "%.2f", score);
    }
}
