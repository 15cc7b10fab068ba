// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.preview;

import com.avvyland.worker.config.PreviewsConfig;
import com.avvyland.worker.source.Model;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.ModelTask;
import com.avvyland.worker.task.Preview;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Pictures a task's model from every angle it asks for: the station {@code previews}. Thread-safe. */
public final class PreviewRenderer {

    private static final Logger LOG = LoggerFactory.getLogger(PreviewRenderer.class);

    private final PreviewsConfig config;
    private final RendererPool pool;

    public PreviewRenderer(PreviewsConfig config, RendererPool pool) {
        this.config = config;
        this.pool = pool;
    }

    /**
     * Render one image for each angle, all in one load of the model.
     *
     * <p>The model is drawn at rest: skins in the pose of their nodes, morphs at their default weights, animations not
     * played, its own lamps off. JPEG knows no transparency: a transparent background becomes white.
     *
     * @throws com.avvyland.worker.task.TaskFailure INVALID_PAYLOAD, INVALID_MODEL, UNSUPPORTED_FORMAT or MODEL_TOO_LARGE
     *     for good; RENDER_FAILED or TIMEOUT, passing
     */
    public List<Preview> render(@Variable("model") Model model, @Body ModelTask task) {
        Shot shot = Shot.of(task.preview(), config);
        SceneReply reply = pool.render(model, shot);
        LOG.debug(
                "{} previews: load {} ms, draw {} ms, encode {} ms",
                reply.images().size(),
                Math.round(reply.loadMs()),
                Math.round(reply.drawMs()),
                Math.round(reply.encodeMs()));
        return IntStream.range(0, shot.angles().size())
                .mapToObj(i -> new Preview(
                        shot.angles().get(i).name(),
                        shot.mime().wireName(),
                        shot.width(),
                        shot.height(),
                        Bytes.of(reply.images().get(i))))
                .toList();
    }
}
