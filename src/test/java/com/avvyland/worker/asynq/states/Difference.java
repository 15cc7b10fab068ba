// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.states;

import java.util.List;
import java.util.stream.Stream;

/**
 * Names what is different on purpose after one step.
 *
 * @param step counted from 1
 * @param go the lines that only Go leaves
 * @param ours the lines that only the component leaves
 */
record Difference(String recording, int step, List<String> go, List<String> ours, String reason) {

    static final List<Difference> ALL = List.of();

    static List<Difference> of(String recording, int step) {
        return ALL.stream()
                .filter(each -> each.recording().equals(recording) && each.step() == step)
                .toList();
    }
}
