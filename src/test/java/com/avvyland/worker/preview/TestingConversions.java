// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.preview;

import com.avvyland.worker.gltf.GltfLimits;
import com.avvyland.worker.gltf.GltfReader;
import com.avvyland.worker.source.ModelLimits;
import com.avvyland.worker.source.ModelReader;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.ModelPreviewTask;
import com.avvyland.worker.task.ModelSource;
import com.avvyland.worker.task.PreviewOptions;
import com.avvyland.worker.testing.TestingMesh;
import com.avvyland.worker.testing.TestingTetrahedron;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Takes files the way a task goes: read, convert, check. */
final class TestingConversions implements AutoCloseable {

    private final RendererPool pool;
    private final ModelReader reader = new ModelReader(new ModelLimits(32 << 20), Map.of());
    private final ModelConverter converter;

    TestingConversions(Duration timeout) {
        pool = new RendererPool(TestingPreviews.config(1, timeout)).start();
        converter = new ModelConverter(pool, 64 << 20);
    }

    RendererPool pool() {
        return pool;
    }

    ConvertedModel convert(String extension, byte[] file, Map<String, byte[]> resources) {
        var runs = new HashMap<String, Bytes>();
        resources.forEach((name, bytes) -> runs.put(name, Bytes.of(bytes)));
        var source = new ModelSource(extension, Bytes.of(file), null, null, runs);
        ConvertedModel converted = converter.convert(reader.read(new ModelPreviewTask(
                "hash", "https://example.com/callback", null, null, List.of(), source, PreviewOptions.UNSET)));
        new GltfReader(GltfLimits.DEFAULT).read(converted.model());
        return converted;
    }

    ConvertedModel convert(String extension, byte[] file) {
        return convert(extension, file, Map.of());
    }

    static TestingMesh mesh(ConvertedModel converted) {
        return new TestingMesh(converted.model().bytes().toByteArray());
    }

    /** The tetrahedron, its points moved, as {@link TestingMesh#shapes} writes it. */
    static List<String> shapes(UnaryOperator<double[]> place) {
        return Arrays.stream(TestingTetrahedron.FACES)
                .map(face -> TestingMesh.shape(Arrays.stream(face)
                        .mapToObj(corner -> place.apply(TestingTetrahedron.POINTS[corner]))
                        .toArray(double[][]::new)))
                .sorted()
                .toList();
    }

    /** The tetrahedron of a z-up format, after it was moved along x. */
    static List<String> upright(double x) {
        return shapes(point -> new double[] {point[0] + x, point[2], -point[1]});
    }

    @Override
    public void close() {
        pool.close();
    }
}
