// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.fal;

import com.avvyland.worker.provider.Capability;
import com.avvyland.worker.provider.Content;
import com.avvyland.worker.provider.Download;
import com.avvyland.worker.provider.Fault;
import com.avvyland.worker.provider.HttpAnswer;
import com.avvyland.worker.provider.HttpCall;
import com.avvyland.worker.provider.Json;
import com.avvyland.worker.provider.ProviderException;
import com.avvyland.worker.provider.ProviderRequest.Cutout;
import java.util.List;

/** Maps cut-outs onto BiRefNet: {@code image_url} in, {@code image} out, a PNG with alpha. */
public final class FalCutout extends FalQueue<Cutout> {

    @Override
    public Capability capability() {
        return Capability.REMOVE_BACKGROUND;
    }

    @Override
    public HttpCall submission(Cutout cutout, String model, List<HttpAnswer> uploads) {
        return submission(
                model,
                Json.object().put("image_url", Json.dataUri(cutout.image())).put("output_format", "png"));
    }

    @Override
    public Content fetched(HttpAnswer answer) {
        Download image = file("image", Json.read(answer.body()).path("image"));
        if (image == null) {
            throw new ProviderException(Fault.EMPTY_RESULT, "image: none (expected: one)");
        }
        return Content.ofDownloads(List.of(image));
    }
}
