// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.artifact;

import com.avvyland.worker.config.ArtifactsConfig.Store;
import com.avvyland.worker.config.S3Config;
import com.avvyland.worker.gltf.GltfAsset;
import com.avvyland.worker.gltf.GltfLimits;
import com.avvyland.worker.gltf.GltfReader;
import com.avvyland.worker.source.Model;
import com.avvyland.worker.source.ModelLimits;
import com.avvyland.worker.source.ModelReader;
import com.avvyland.worker.task.Artifact;
import com.avvyland.worker.task.ModelSource;
import com.avvyland.worker.task.ObjectPipelineTask;
import com.avvyland.worker.task.PreviewOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Takes one model from S3 through reading and checking back to S3, in a JVM of its own with little memory. */
final class LargeModelRun {

    private LargeModelRun() {}

    /** Run with an endpoint and a model's URL; print the stored artifact's digest and size. */
    public static void main(String[] args) throws Exception {
        S3Config config = TestingStores.config(URI.create(args[0]));
        var source = new ModelSource(".glb", null, args[1], null, Map.of());
        var task =
                new ObjectPipelineTask("h", "https://example.com", null, null, List.of(), source, PreviewOptions.UNSET);
        try (S3Stations stations = S3Stations.open(config);
                var routes = new TestingArtifactRoutes(config, Store.ABOVE_LIMIT, null)) {
            var reader =
                    new ModelReader(new ModelLimits(256L << 20), Map.of("s3", stations.reader(Duration.ofSeconds(60))));
            Model model = reader.read(task);
            GltfAsset asset = new GltfReader(GltfLimits.DEFAULT).read(model);
            Artifact stored = routes.run(model.bytes().buffer(), ByteBuffer.wrap(new byte[] {1}))
                    .getFirst();
            System.out.println("stored " + stored.sha256() + " " + stored.size() + " " + (asset != null));
        }
    }
}
