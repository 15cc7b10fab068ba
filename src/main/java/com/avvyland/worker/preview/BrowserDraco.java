// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.preview;

import com.avvyland.worker.gltf.DracoDecoder;
import com.avvyland.worker.gltf.DracoMesh;
import com.avvyland.worker.source.Model;
import com.avvyland.worker.task.Bytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Decodes Draco in the sandboxed browser, where a stream that never ends can be ended. Thread-safe.
 *
 * <p>Types are those of the stream; to turn them into what an accessor promises is for the caller.
 */
public final class BrowserDraco implements DracoDecoder {

    private static final int TRIANGLE_BYTES = 12;

    private final RendererPool pool;
    private final long decodedMax;

    /**
     * Set up a decoder.
     *
     * @param decodedMax most bytes of indices and attributes that one stream may decode to; at most 2^31 - 9 count
     */
    public BrowserDraco(RendererPool pool, long decodedMax) {
        this.pool = pool;
        this.decodedMax = decodedMax;
    }

    /**
     * {@inheritDoc}
     *
     * @throws com.avvyland.worker.task.TaskFailure permanent: INVALID_MODEL when the stream is broken or has no such
     *     attribute, MODEL_TOO_LARGE past the limit; RENDER_FAILED or TIMEOUT, passing, when the browser failed or had to
     *     be ended
     */
    @Override
    public DracoMesh decode(ByteBuffer data, Map<String, Integer> attributeIds) {
        var ids = new TreeMap<>(attributeIds);
        byte[] stream = new byte[data.remaining()];
        data.duplicate().get(stream);
        PageAnswer answer = pool.run(new PageJob(
                "draco",
                false,
                new Model(".drc", Bytes.of(stream), Map.of()),
                Map.of("names", List.copyOf(ids.keySet()), "ids", List.copyOf(ids.values())),
                decodedMax));
        return mesh(answer, List.copyOf(ids.keySet()));
    }

    private static DracoMesh mesh(PageAnswer answer, List<String> names) {
        int vertexCount = (int) answer.number("vertexCount").orElse(-1);
        long indexBytes = (long) answer.number("triangles").orElse(-1) * TRIANGLE_BYTES;
        List<Integer> types = answer.integers("componentTypes");
        List<Integer> components = answer.integers("components");
        List<Integer> normalized = answer.integers("normalized");
        Bytes body = answer.body();
        if (vertexCount < 0
                || indexBytes < 0
                || indexBytes > body.length()
                || types.size() != names.size()
                || components.size() != names.size()
                || normalized.size() != names.size()) {
            throw new SceneException("answer: no mesh");
        }
        int[] indices = new int[(int) indexBytes / 4];
        body.buffer().order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(indices);
        Map<String, DracoMesh.Attribute> attributes = new HashMap<>();
        int at = (int) indexBytes;
        for (int i = 0; i < names.size(); i++) {
            int length = Math.multiplyExact(vertexCount, components.get(i) * size(types.get(i)));
            byte[] values = body.slice(at, length).toByteArray();
            attributes.put(
                    names.get(i),
                    new DracoMesh.Attribute(types.get(i), components.get(i), normalized.get(i) == 1, values));
            at += length;
        }
        return new DracoMesh(vertexCount, indices, attributes);
    }

    private static int size(int componentType) {
        return switch (componentType) {
            case 5120, 5121 -> 1;
            case 5122, 5123 -> 2;
            case 5125, 5126 -> 4;
            default -> throw new SceneException("answer: component type " + componentType);
        };
    }
}
