// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.gltf.StoredElements;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CornersTest {

    private static final int UNSIGNED_SHORT = 5123;

    /** In runs of 6 or 9 corners and of the usual length; counts around their ends, and too few for a triangle. */
    static Stream<Arguments> cases() {
        int most = Corners.RUN;
        return IntStream.of(4, 5, 6)
                .boxed()
                .flatMap(mode -> IntStream.of(
                                0,
                                1,
                                2,
                                3,
                                4,
                                5,
                                6,
                                7,
                                8,
                                9,
                                10,
                                most - 1,
                                most,
                                most + 1,
                                most + 2,
                                most + 3,
                                most / 3 + 2)
                        .boxed()
                        .flatMap(count -> Stream.of(6, 9, Corners.RUN).map(run -> Arguments.of(mode, count, run))));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void readsTheTrianglesOfTheSpecificationRunByRun(int mode, int count, int run) {
        int[] stored = new int[count];
        Arrays.setAll(stored, i -> (i * 7919 + 11) % 65_521);

        assertThat(all(Corners.of(shorts(stored), UNSIGNED_SHORT, 70_000, mode), run))
                .isEqualTo(specified(stored, mode));
        assertThat(all(Corners.of(null, 0, count, mode), run))
                .isEqualTo(specified(IntStream.range(0, count).toArray(), mode));
    }

    @ParameterizedTest
    @ValueSource(ints = {5121, 5123, 5125})
    void readsIndicesOfEachSizeWithoutASign(int componentType) {
        byte[] bytes = new byte[12];
        Arrays.fill(bytes, (byte) 0xfe);
        int size = componentType == 5121 ? 1 : componentType == 5123 ? 2 : 4;
        var indices = new StoredElements(bytes, 0, size, size, 3);
        int value = (int) (0xfefe_fefeL & (1L << size * 8) - 1);

        assertThat(all(Corners.of(indices, componentType, 1, 4), 6)).containsExactly(value, value, value);
    }

    private static int[] all(Corners corners, int length) {
        IntStream all = IntStream.empty();
        for (int from = 0; from < corners.count(); from += length) {
            int[] run = new int[length];
            int some = corners.read(from, run);
            all = IntStream.concat(all, Arrays.stream(run, 0, some));
        }
        return all.toArray();
    }

    /** Section 3.7.2.1 of the specification, line by line. */
    private static int[] specified(int[] v, int mode) {
        return switch (mode) {
            case 4 -> Arrays.copyOf(v, v.length / 3 * 3);
            case 5 ->
                IntStream.range(0, Math.max(0, v.length - 2))
                        .flatMap(i -> IntStream.of(v[i], v[i + (1 + i % 2)], v[i + (2 - i % 2)]))
                        .toArray();
            default ->
                IntStream.range(0, Math.max(0, v.length - 2))
                        .flatMap(i -> IntStream.of(v[i + 1], v[i + 2], v[0]))
                        .toArray();
        };
    }

    private static StoredElements shorts(int[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * 2).order(ByteOrder.LITTLE_ENDIAN);
        for (int value : values) {
            bytes.putShort((short) value);
        }
        return new StoredElements(bytes.array(), 0, 2, 2, values.length);
    }
}
