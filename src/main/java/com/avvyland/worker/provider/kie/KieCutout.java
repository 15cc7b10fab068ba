// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.kie;

import com.avvyland.worker.provider.Capability;
import com.avvyland.worker.provider.HttpAnswer;
import com.avvyland.worker.provider.HttpCall;
import com.avvyland.worker.provider.InputLimits;
import com.avvyland.worker.provider.Json;
import com.avvyland.worker.provider.ProviderRequest.Cutout;
import java.util.List;

/** Maps cut-outs onto {@code recraft/remove-background}, which answers with a PNG that has alpha. */
public final class KieCutout extends KieJob<Cutout> {

    /** Of Recraft: 5 MB, 256..4096 pixels an edge, 16 megapixels. */
    private static final InputLimits INPUT = new InputLimits(5_000_000, 256, 4096, 16_000_000);

    @Override
    public Capability capability() {
        return Capability.REMOVE_BACKGROUND;
    }

    @Override
    public List<HttpCall> uploads(Cutout cutout) {
        return List.of(upload(cutout.image(), INPUT));
    }

    @Override
    public HttpCall submission(Cutout cutout, String model, List<HttpAnswer> uploads) {
        return create(model, Json.object().put("image", uploaded(uploads.getFirst())));
    }
}
