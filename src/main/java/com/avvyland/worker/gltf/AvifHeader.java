// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.gltf;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the size of an AVIF picture: the largest of the {@code ispe} properties, as a picture made of tiles has one for
 * the whole and one for a tile (ISO/IEC 23008-12, section 6.5.3).
 */
final class AvifHeader {

    private static final int META = 0x6d657461;
    private static final int IPRP = 0x69707270;
    private static final int IPCO = 0x6970636f;
    private static final int ISPE = 0x69737065;
    private static final int MAX_BOXES = 1_000;

    private final ByteBuffer in;
    private long width;
    private long height;
    private int boxes;

    private AvifHeader(ByteBuffer in) {
        this.in = in;
    }

    static @Nullable ImageHeader read(ByteBuffer in) {
        if (!isAvif(in)) {
            return null;
        }
        var header = new AvifHeader(in);
        header.boxes(0, in.limit());
        return header.width == 0 ? null : new ImageHeader("image/avif", header.width, header.height, 1);
    }

    private static boolean isAvif(ByteBuffer in) {
        int brand = in.getInt(8);
        return brand == 0x61766966 || brand == 0x61766973 || brand == 0x6d696631; // avif, avis, mif1
    }

    /** Nesting is three deep, by the names that are entered. */
    private void boxes(int from, int to) {
        int at = from;
        while (at + 8 <= to && boxes++ < MAX_BOXES) {
            long size = Integer.toUnsignedLong(in.getInt(at));
            int type = in.getInt(at + 4);
            long end = size == 0 ? to : at + size;
            if (size == 1 || (size != 0 && size < 8) || end > to) {
                return;
            }
            switch (type) {
                case META -> boxes(at + 12, (int) end); // a full box: version and flags come first
                case IPRP, IPCO -> boxes(at + 8, (int) end);
                case ISPE -> {
                    width = Math.max(width, Integer.toUnsignedLong(in.getInt(at + 12)));
                    height = Math.max(height, Integer.toUnsignedLong(in.getInt(at + 16)));
                }
                default -> {}
            }
            at = (int) end;
        }
    }
}
