// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.preview;

import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.config.PreviewsConfig;
import com.avvyland.worker.source.Model;
import com.avvyland.worker.task.*;
import java.nio.file.*;
import java.time.Duration;
import java.util.*;
import org.junit.jupiter.api.Test;

class RendererIT {
    @Test
    void rendersSomething() throws Exception {
        var config = new PreviewsConfig(
                List.of(Angle.parse("front"), Angle.parse("three_quarter"), Angle.parse("right"), Angle.parse("top")),
                512,
                512,
                ImageMime.PNG,
                "transparent",
                2,
                Duration.ofSeconds(60),
                1,
                PreviewsConfig.Gl.AUTO,
                null,
                PreviewsConfig.BrowserInstall.NEVER);
        long t0 = System.nanoTime();
        Path out = Files.createDirectories(Path.of("target/look"));
        StringBuilder log = new StringBuilder();
        try (var pool = new RendererPool(config)) {
            Map<String, Model> models = new LinkedHashMap<>();
            models.put("cube", TestingBoxes.cube());
            try (var files = Files.list(Path.of(System.getProperty("models")))) {
                for (Path p : files.filter(f -> f.toString().endsWith(".glb"))
                        .sorted()
                        .toList())
                    models.put(
                            p.getFileName().toString(), new Model(".glb", Bytes.of(Files.readAllBytes(p)), Map.of()));
            }
            for (var e : models.entrySet()) {
                for (int i = 0; i < 4; i++) {
                    long t = System.nanoTime();
                    SceneReply reply = pool.render(e.getValue(), Shot.of(PreviewOptions.UNSET, config));
                    log.append("%s: %d ms; load %.0f draw %.0f encode %.0f programs %d; since start %d%n"
                            .formatted(
                                    e.getKey(),
                                    (System.nanoTime() - t) / 1000000,
                                    reply.loadMs(),
                                    reply.drawMs(),
                                    reply.encodeMs(),
                                    reply.programs(),
                                    (System.nanoTime() - t0) / 1000000));
                    int k = 0;
                    for (byte[] b : reply.images()) Files.write(out.resolve(e.getKey() + "-" + k++ + ".png"), b);
                }
            }
        }
        Files.writeString(out.resolve("log.txt"), log);
        assertThat(log).isNotEmpty();
    }
}
