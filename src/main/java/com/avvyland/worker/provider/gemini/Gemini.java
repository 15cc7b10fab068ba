// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.gemini;

import com.avvyland.worker.provider.Capability;
import com.avvyland.worker.provider.Stations;

/** Lists what Gemini is used for. */
public final class Gemini {

    private Gemini() {}

    /** Bind its stations. */
    public static void bind(Stations stations) {
        stations.add(new GeminiVision(Capability.UNDERSTAND_IMAGE));
        stations.add(new GeminiVision(Capability.SCORE_IMAGE));
        stations.add(new GeminiPicture());
    }
}
