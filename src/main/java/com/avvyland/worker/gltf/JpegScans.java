// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.gltf;

import com.avvyland.worker.task.Bytes;
import java.io.IOException;

/**
 * Walks the markers of a JPEG file before it is decoded: the decoder fills up what is cut short with grey, and goes over
 * all pixels once a scan, of which a small file can hold thousands.
 */
final class JpegScans {

    /** Pixels times scans: sixteen scans of 64 megapixels; libjpeg's own progressive script has ten. */
    private static final long MOST_WORK = 16L * (64 << 20);

    private static final int START_OF_SCAN = 0xda;
    private static final int END = 0xd9;

    private JpegScans() {}

    static void check(Bytes file, long pixels) throws IOException {
        long scans = 0;
        int at = 2;
        while (true) {
            at = marker(file, at);
            int marker = at < file.length() ? Byte.toUnsignedInt(file.at(at)) : -1;
            if (marker == END) {
                return;
            }
            if (marker < 0 || at + 2 >= file.length()) {
                throw new IOException("cut short");
            }
            if (marker == START_OF_SCAN && ++scans * pixels > MOST_WORK) {
                throw new IOException("more than %d scans of %d pixels".formatted(scans - 1, pixels));
            }
            at += 1 + (Byte.toUnsignedInt(file.at(at + 1)) << 8 | Byte.toUnsignedInt(file.at(at + 2)));
        }
    }

    /** Return the index of the next marker's second byte; in the pixels, stuffing and restarts are stepped over. */
    private static int marker(Bytes file, int from) {
        int at = from;
        while (at + 1 < file.length()) {
            int next = Byte.toUnsignedInt(file.at(at + 1));
            boolean own = next != 0 && next != 0xff && next != 0x01 && (next < 0xd0 || next > 0xd7);
            if (file.at(at) == (byte) 0xff && own) {
                return at + 1;
            }
            at++;
        }
        return file.length();
    }
}
