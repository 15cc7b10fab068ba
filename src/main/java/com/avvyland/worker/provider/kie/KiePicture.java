// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.kie;

import com.avvyland.worker.provider.Capability;
import com.avvyland.worker.provider.HttpAnswer;
import com.avvyland.worker.provider.HttpCall;
import com.avvyland.worker.provider.InputLimits;
import com.avvyland.worker.provider.ProviderRequest.Picture;
import java.util.List;

/** Maps pictures onto the models that {@link KieModel} knows. */
public final class KiePicture extends KieJob<Picture> {

    /** What the upload by Base64 is meant for; the models themselves take more. */
    private static final InputLimits INPUT = InputLimits.ofBytes(10_000_000);

    @Override
    public Capability capability() {
        return Capability.GENERATE_IMAGE;
    }

    @Override
    public List<HttpCall> uploads(Picture picture, String model) {
        KieModel.taking(picture, model);
        return picture.inputs().stream().map(image -> upload(image, INPUT)).toList();
    }

    @Override
    public HttpCall submission(Picture picture, String model, List<HttpAnswer> uploads) {
        List<String> urls = uploads.stream().map(KieJob::uploaded).toList();
        return create(model, KieModel.taking(picture, model).input(picture, urls));
    }
}
