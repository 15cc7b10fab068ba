// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.openai;

import com.avvyland.worker.provider.Capability;
import com.avvyland.worker.provider.Stations;

/** Lists what OpenAI is used for. */
public final class OpenAi {

    private OpenAi() {}

    /** Bind its stations. */
    public static void bind(Stations stations) {
        stations.add(new OpenAiVision(Capability.UNDERSTAND_IMAGE));
        stations.add(new OpenAiVision(Capability.SCORE_IMAGE));
        stations.add(new OpenAiPicture());
        stations.add(new OpenAiCutout());
    }
}
