// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.task;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Makes values that CBOR can carry: the edge cases of every type, nested a few levels deep. */
final class RandomCbor {

    private static final long[] INTEGERS = {
        0,
        23,
        24,
        255,
        256,
        65_535,
        65_536,
        4_294_967_295L,
        4_294_967_296L,
        Integer.MIN_VALUE,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        -1,
        -24,
        -25,
        -256,
        -257
    };
    private static final double[] REALS = {
        0.0,
        -0.0,
        1,
        1.5,
        65_504,
        65_505,
        5.960464477539063E-8,
        2.0E-8,
        0.1,
        0.1f,
        3.4028234663852886E38,
        1.0E300,
        Double.MIN_VALUE,
        Double.MAX_VALUE,
        Float.MIN_VALUE,
        16_777_217
    };
    private static final String[] TEXTS = {"", "a", "b", "aa", "ü", "水", "😀", "model_hash", "x".repeat(300)};

    private final RandomGenerator random;

    RandomCbor(RandomGenerator random) {
        this.random = random;
    }

    /** Make a map, the shape of every document of this worker. */
    Map<String, Object> document() {
        return map(3);
    }

    private Object value(int depth) {
        return switch (random.nextInt(depth == 0 ? 6 : 8)) {
            case 0 -> random.nextBoolean() ? INTEGERS[random.nextInt(INTEGERS.length)] : random.nextLong();
            case 1 -> random.nextInt();
            case 2 -> random.nextBoolean() ? REALS[random.nextInt(REALS.length)] : random.nextDouble(-1e6, 1e6);
            case 3 -> TEXTS[random.nextInt(TEXTS.length)];
            case 4 -> bytes();
            case 5 -> random.nextBoolean();
            case 6 -> list(depth - 1);
            default -> map(depth - 1);
        };
    }

    private Bytes bytes() {
        byte[] array = new byte[random.nextInt(40)];
        random.nextBytes(array);
        int from = random.nextInt(array.length + 1);
        return new Bytes(array, from, array.length - from);
    }

    private List<Object> list(int depth) {
        List<Object> list = new ArrayList<>();
        for (int i = random.nextInt(30) == 0 ? 30 : random.nextInt(4); i > 0; i--) {
            list.add(value(depth));
        }
        return list;
    }

    private Map<String, Object> map(int depth) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = random.nextInt(30) == 0 ? 30 : random.nextInt(5); i > 0; i--) {
            map.put(
                    TEXTS[random.nextInt(TEXTS.length)] + (random.nextBoolean() ? "" : random.nextInt(99)),
                    value(depth));
        }
        return map;
    }
}
