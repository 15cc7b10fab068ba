// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh;

import com.avvyland.worker.source.Model;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.TaskFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.camel.Variable;

/**
 * Turns a model with KHR_meshopt_compression into its canonical GLB: the station {@code meshoptModel}. Safe for any
 * thread.
 *
 * <p>The decoder that comes with Three.js, meshoptimizer 0.22, reads what EXT_meshopt_compression allows and no more. The
 * canonical GLB of a canonical GLB is the same, so whatever is made later is what would have been made of the model.
 */
public final class MeshoptModel {

    private static final byte[] NAME = "KHR_meshopt_compression".getBytes(StandardCharsets.US_ASCII);

    /** Where the header of a GLB and that of its JSON chunk end. */
    private static final int GLB_JSON = 20;

    private final CanonicalGlbWriter writer;
    private final long longest;

    /**
     * Set up a station.
     *
     * @param longest most bytes of a model that was decoded
     */
    public MeshoptModel(CanonicalGlbWriter writer, long longest) {
        this.writer = writer;
        this.longest = longest;
    }

    /**
     * Return a model that browsers read; any that does not name the extension is passed on untouched.
     *
     * @throws TaskFailure permanent, as {@link CanonicalGlbWriter#write} does; {@code model_too_large} past the limit
     * @throws IOException when the temporary folder is full
     */
    public Model decode(@Variable("model") Model model) throws IOException {
        if (!names(json(model))) {
            return model;
        }
        ByteBuffer glb = writer.write(model);
        if (glb.remaining() > longest) {
            throw new TaskFailure(
                    FailureCode.MODEL_TOO_LARGE,
                    "KHR_meshopt_compression: %d bytes decoded (expected: at most %d)"
                            .formatted(glb.remaining(), longest));
        }
        byte[] decoded = new byte[glb.remaining()];
        glb.get(decoded);
        return new Model(".glb", Bytes.of(decoded), Map.of());
    }

    /** Return the JSON, or what is there of it: to find fault with a container is for its reader. */
    private static Bytes json(Model model) {
        Bytes bytes = model.bytes();
        if (!model.extension().equals(".glb")) {
            return bytes;
        }
        if (bytes.length() < GLB_JSON) {
            return Bytes.EMPTY;
        }
        long length = Integer.toUnsignedLong(Integer.reverseBytes(bytes.buffer().getInt(12)));
        return bytes.slice(GLB_JSON, (int) Math.min(length, bytes.length() - GLB_JSON));
    }

    private static boolean names(Bytes json) {
        for (int at = 0; at <= json.length() - NAME.length; at++) {
            int same = 0;
            while (same < NAME.length && json.at(at + same) == NAME[same]) {
                same++;
            }
            if (same == NAME.length) {
                return true;
            }
        }
        return false;
    }
}
