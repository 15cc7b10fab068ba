// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.gltf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.avvyland.worker.metadata.GeometryMetadata;
import com.avvyland.worker.source.Model;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.TaskFailure;
import com.avvyland.worker.testing.TestingModels;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MutatedModelsTest {

    private static final int MUTANTS = 6_000;
    private static final Duration LONGEST = Duration.ofSeconds(2);
    private static final String[] NUMBERS = {"0", "-1", "1", "9", "255", "65536", "2147483648", "1e99", "4294967295"};

    private final GltfReader reader = new GltfReader(GltfLimits.DEFAULT);
    private final GeometryReader geometry = new GeometryReader();
    private final GeometryMetadata metadata = new GeometryMetadata();

    /** Whatever is done to a file, it is read or refused: no other exception, no endless work. */
    @Test
    void areReadOrRefusedAndNothingElse() {
        List<byte[]> seeds =
                List.of(TestingModels.texturedBox(), TestingModels.animatedTriangle(), TestingModels.twoNodes());
        int accepted = 0;
        for (int i = 0; i < MUTANTS; i++) {
            var random = new Random(i);
            byte[] mutant = mutant(seeds.get(i % seeds.size()), random);
            long start = cpuTime();
            try {
                GltfAsset asset = reader.read(new Model(".glb", Bytes.of(mutant), Map.of()));
                metadata.describe(asset, geometry.measure(asset), OptionalDouble.empty());
                accepted++;
            } catch (TaskFailure expected) {
                assertThat(expected.code().permanent()).isTrue();
            } catch (RuntimeException e) {
                fail("mutant %d: %s".formatted(i, HexFormat.of().formatHex(mutant)), e);
            }
            assertThat(Duration.ofNanos(cpuTime() - start)).as("mutant %d", i).isLessThan(LONGEST);
        }
        assertThat(accepted).isBetween(MUTANTS / 50, MUTANTS * 49 / 50);
    }

    private static byte[] mutant(byte[] seed, Random random) {
        byte[] mutant = seed.clone();
        if (random.nextInt(3) > 0) {
            return otherNumber(mutant, random);
        }
        for (int i = random.nextInt(4); i >= 0; i--) {
            mutant[random.nextInt(mutant.length)] = (byte) random.nextInt(256);
        }
        return mutant;
    }

    /** Replaces one number of the JSON; its length stays, with spaces, so that the container stays sound. */
    private static byte[] otherNumber(byte[] glb, Random random) {
        String text = new String(glb, StandardCharsets.ISO_8859_1);
        int jsonEnd = text.lastIndexOf("}]", text.indexOf("BIN")) + 2;
        int at = 20 + random.nextInt(jsonEnd - 20);
        while (at < jsonEnd && !(Character.isDigit(text.charAt(at)) && ":[,".indexOf(text.charAt(at - 1)) >= 0)) {
            at++;
        }
        int end = at;
        while (end < jsonEnd && "0123456789.-eE".indexOf(text.charAt(end)) >= 0) {
            end++;
        }
        String number = NUMBERS[random.nextInt(NUMBERS.length)];
        int spare = 0;
        while (jsonEnd + spare < text.length() && text.charAt(jsonEnd + spare) == ' ') {
            spare++;
        }
        if (number.length() > end - at + spare) {
            return glb;
        }
        String changed = text.substring(20, at) + number + text.substring(end, jsonEnd);
        String padded = changed + " ".repeat(jsonEnd + spare - 20 - changed.length());
        System.arraycopy(padded.getBytes(StandardCharsets.ISO_8859_1), 0, glb, 20, padded.length());
        return glb;
    }

    /** CPU time of this thread: a busy machine does not make work longer. */
    private static long cpuTime() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
