// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.testing.TestingGlb;
import com.avvyland.worker.testing.TestingModels;
import com.avvyland.worker.testing.TestingS3;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(180)
class LargeModelIT {

    @RegisterExtension
    static final TestingS3 S3 = new TestingS3();

    private static final int SIZE = 200 << 20;

    @Test
    void takesA200MebibyteModelThroughAHeapOf384Mebibytes() throws Exception {
        TestingGlb glb = TestingModels.triangleAsset();
        byte[] bulk = new byte[SIZE];
        new Random(3).nextBytes(bulk);
        glb.view(bulk, 0);
        byte[] model = glb.glb();
        TestingBucket.create(S3, TestingStores.BUCKET).put("large.glb", model);

        Process run = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx384m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LargeModelRun.class.getName(),
                        S3.endpoint().toString(),
                        "s3://models/large.glb")
                .redirectErrorStream(true)
                .start();
        String output = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(run.waitFor()).as(output).isZero();
        assertThat(output)
                .contains("stored %s %d true"
                        .formatted(
                                HexFormat.of()
                                        .formatHex(Digests.digest("SHA-256").digest(model)),
                                model.length));
    }
}
