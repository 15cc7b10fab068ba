// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.testing.TestingNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Runs the Khronos glTF validator and gltfpack under Node; a test is skipped where that cannot be. */
public final class TestingNpm {

    private static final String GLTFPACK = "node_modules/gltfpack/cli.js";

    private final TestingNode node;

    private TestingNpm(TestingNode node) {
        this.node = node;
    }

    /** Install what is needed, or skip the test. */
    public static TestingNpm install() throws Exception {
        return new TestingNpm(TestingNode.install("validator"));
    }

    /** Return what the validator says of each file: {@code "0"} errors, or their number and the first in words. */
    public Map<Path, String> errors(List<Path> files) throws Exception {
        String output = node.output(
                "validate.js",
                files.stream().map(file -> file.toAbsolutePath().toString()).toArray(String[]::new));
        Map<Path, String> errors = new TreeMap<>();
        for (String line : output.lines().toList()) {
            String[] fields = line.split("\t", -1);
            assertThat(fields).as(output).hasSize(4);
            errors.put(Path.of(fields[0]), fields[1].equals("0") ? "0" : fields[1] + ": " + fields[3]);
        }
        assertThat(errors).hasSameSizeAs(files);
        return errors;
    }

    /** Compress a GLB with gltfpack. */
    byte[] packed(Path glb, String option) throws Exception {
        Path packed = glb.resolveSibling("packed" + option + ".glb");
        String output = node.output(GLTFPACK, option, "-i", glb.toString(), "-o", packed.toString());
        assertThat(packed).as(output).exists();
        byte[] bytes = Files.readAllBytes(packed);
        Files.delete(packed);
        return bytes;
    }
}
