// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.preview;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Spoils a GLB in one of the ways that files are spoiled, by disk or by hand. */
final class TestingMutations {

    private static final Pattern NUMBER =
            Pattern.compile("(?<=[:\\[,])-?\\d+(?:\\.\\d+)?(?:[eE][-+]?\\d+)?(?=[,\\]}])");
    private static final String[] NUMBERS = {
        "0", "1", "-1", "2", "65535", "65536", "2147483647", "4294967296", "1e30", "1e-30", "0.5", "5126", "300000000"
    };

    private TestingMutations() {}

    /** Return a spoiled copy, and in {@code told} what was done. */
    static byte[] mutated(byte[] glb, Random random, StringBuilder told) {
        int way = random.nextInt(6);
        told.append(new String[] {"numbers", "json bits", "binary bits", "cut short", "deep nodes", "header"}[way]);
        ByteBuffer in = ByteBuffer.wrap(glb).order(ByteOrder.LITTLE_ENDIAN);
        int jsonLength = glb.length < 20 ? 0 : Math.min(in.getInt(12), glb.length - 20);
        String json = new String(glb, 20, Math.max(0, jsonLength), StandardCharsets.UTF_8);
        byte[] rest = Arrays.copyOfRange(glb, 20 + Math.max(0, jsonLength), glb.length);
        return switch (way) {
            case 0 -> glb(numbers(json, random), rest);
            case 1 -> flipped(glb, 20, 20 + jsonLength, 1 + random.nextInt(4), random);
            case 2 -> flipped(glb, 20 + jsonLength, glb.length, 1 + random.nextInt(64), random);
            case 3 -> Arrays.copyOf(glb, random.nextInt(glb.length));
            case 4 -> glb(deep(json, 10 + random.nextInt(30_000)), rest);
            default -> flipped(glb, 0, 20, 1, random);
        };
    }

    private static String numbers(String json, Random random) {
        MatchResult[] found = NUMBER.matcher(json).results().toArray(MatchResult[]::new);
        String changed = json;
        for (int i = 0; i <= random.nextInt(3) && found.length > 0; i++) {
            // From the back, so that the places of the others stay.
            MatchResult number = found[random.nextInt(found.length)];
            if (number.end() <= changed.length()) {
                changed = changed.substring(0, number.start())
                        + NUMBERS[random.nextInt(NUMBERS.length)]
                        + changed.substring(number.end());
            }
        }
        return changed;
    }

    /** Hang the first nodes below a chain of new ones. */
    private static String deep(String json, int depth) {
        int nodes = json.indexOf("\"nodes\":[{");
        if (nodes < 0) {
            return json;
        }
        var chain = new StringBuilder("\"nodes\":[");
        for (int i = 1; i <= depth; i++) {
            chain.append("{\"children\":[").append(i).append("]},");
        }
        return json.substring(0, nodes) + chain + json.substring(nodes + 9);
    }

    private static byte[] flipped(byte[] glb, int from, int to, int count, Random random) {
        byte[] copy = glb.clone();
        for (int i = 0; i < count && to > from; i++) {
            int at = from + random.nextInt(to - from);
            copy[Math.min(at, copy.length - 1)] ^= (byte) (1 << random.nextInt(8));
        }
        return copy;
    }

    private static byte[] glb(String json, byte[] rest) {
        byte[] text = json.getBytes(StandardCharsets.UTF_8);
        int padded = (text.length + 3) / 4 * 4;
        ByteBuffer out = ByteBuffer.allocate(20 + padded + rest.length).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(0x46546c67).putInt(2).putInt(out.capacity()).putInt(padded).putInt(0x4e4f534a);
        out.put(text);
        while (out.position() < 20 + padded) {
            out.put((byte) ' ');
        }
        return out.put(rest).array();
    }
}
