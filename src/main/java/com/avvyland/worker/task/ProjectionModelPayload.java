// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.task;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Mirrors the payload of {@code model.projection.model.v1} before anything of it is trusted. */
record ProjectionModelPayload(
        @Nullable String modelHash,
        @Nullable String callbackUrl,
        @Nullable String traceparent,
        @Nullable String tracestate,
        @Nullable List<String> priorityProviders,
        @Nullable String jobId,
        @Nullable List<ViewPayload> views,
        @Nullable Integer targetFaces,
        @Nullable PreviewPayload preview) {

    /** Mirrors one of {@code views}. */
    record ViewPayload(@Nullable String view, @Nullable ImagePayload image) {}

    /** Every side that a provider knows: front, back, left, right, top, bottom and two halves. */
    private static final int MOST_VIEWS = 8;

    /** Hunyuan 3D makes 10,000 to 1.5 million faces; less is asked for as its least. */
    private static final int MOST_FACES = 1_500_000;

    /** Return the task, checked. */
    ProjectionModelTask task() {
        return new ProjectionModelTask(
                Field.required("model_hash", modelHash, 512),
                CallbackAddress.checked(callbackUrl),
                Field.optional("traceparent", traceparent, 55),
                Field.optional("tracestate", tracestate, 512),
                priorityProviders == null ? List.of() : priorityProviders,
                Field.required("job_id", jobId, 256),
                sides(),
                targetFaces == null ? null : Field.within("target_faces", targetFaces, 1, MOST_FACES),
                preview == null ? PreviewOptions.UNSET : preview.options());
    }

    private List<ProjectionModelTask.View> sides() {
        List<ViewPayload> given = views == null ? List.of() : views;
        Field.within("views", given.size(), 1, MOST_VIEWS);
        List<ProjectionModelTask.View> checked = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            String name = "views[%d]".formatted(i);
            ImagePayload image = given.get(i).image();
            if (image == null) {
                throw Field.invalid(name + ".image", "absent", "an image");
            }
            String side = name + ".view";
            Angle view = Angle.parse(side, Field.required(side, given.get(i).view(), 32));
            checked.add(new ProjectionModelTask.View(view, image.image(name + ".image")));
        }
        return checked;
    }
}
