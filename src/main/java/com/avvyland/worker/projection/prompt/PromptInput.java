// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.projection.prompt;

import com.avvyland.worker.task.Angle;
import java.util.List;

/**
 * Holds what one attempt at a picture knows.
 *
 * @param prompt the user's own words, untrusted
 * @param references pictures of other sides that go along with the source, 0 or more
 * @param attempt from 1; the first one takes no notice of reasons
 * @param reasons what the judge said of the last picture, untrusted; may be empty
 */
public record PromptInput(String prompt, Angle view, int references, int attempt, List<String> reasons) {

    public PromptInput {
        if (references < 0) {
            throw new IllegalArgumentException("references: %d (expected: 0 or more)".formatted(references));
        }
        if (attempt < 1) {
            throw new IllegalArgumentException("attempt: %d (expected: 1 or more)".formatted(attempt));
        }
        reasons = List.copyOf(reasons);
    }
}
