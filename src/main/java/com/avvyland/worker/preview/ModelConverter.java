// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.preview;

import com.avvyland.worker.source.Model;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns a model of another format into GLB, in the sandboxed browser: the station {@code modelConverter}. Thread-safe.
 *
 * <p>The same input gives the same bytes, as long as Three.js is the same.
 */
public final class ModelConverter {

    private static final Logger LOG = LoggerFactory.getLogger(ModelConverter.class);

    private static final Set<String> AS_IT_IS = Set.of(".glb", ".gltf");

    private final RendererPool pool;
    private final long glbMax;

    /**
     * Set up a converter.
     *
     * @param glbMax most bytes of a converted model
     */
    public ModelConverter(RendererPool pool, long glbMax) {
        this.pool = pool;
        this.glbMax = glbMax;
    }

    /**
     * Return a model as glTF: one that is already is passed on untouched, any other becomes a {@code .glb}.
     *
     * <p>What comes out is as little to be trusted as what went in.
     *
     * @throws com.avvyland.worker.task.TaskFailure permanent: INVALID_MODEL when it cannot be read,
     *     UNSUPPORTED_FORMAT when it is of a kind that is not read, MODEL_TOO_LARGE when its GLB would be; RENDER_FAILED
     *     when the browser failed on it or TIMEOUT when it took too long, passing
     */
    public ConvertedModel convert(@Variable("model") Model model) {
        if (AS_IT_IS.contains(model.extension())) {
            return new ConvertedModel(model, OptionalDouble.empty(), List.of());
        }
        List<String> resources = model.resources().keySet().stream().sorted().toList();
        PageAnswer answer = pool.run(new PageJob(
                "convert", true, model, Map.of("extension", model.extension(), "resources", resources), glbMax));
        var converted = new ConvertedModel(
                new Model(".glb", answer.body(), Map.of()), answer.number("metresPerUnit"), answer.sentences("notes"));
        LOG.debug(
                "{} of {} bytes became a .glb of {} bytes; {}",
                model.extension(),
                model.bytes().length(),
                answer.body().length(),
                converted.notes());
        return converted;
    }
}
