// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.gltf;

import com.avvyland.worker.task.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Walks the chunks of a WebP file before it is decoded: the decoder takes memory for the size that the inner picture
 * claims, whatever the outer header says, and decodes each inner picture that it meets.
 */
final class WebpChunks {

    private static final int FIRST_CHUNK = 12;
    private static final int CHUNK_HEADER = 8;

    private WebpChunks() {}

    static void check(Bytes file, ImageHeader header) throws IOException {
        ByteBuffer in = file.buffer().order(ByteOrder.LITTLE_ENDIAN);
        long end = Integer.toUnsignedLong(in.getInt(4)) + CHUNK_HEADER;
        if (end > file.length()) {
            throw new IOException("cut short");
        }
        int pictures = 0;
        int alphas = 0;
        long at = FIRST_CHUNK;
        while (at + CHUNK_HEADER <= end) {
            byte[] kind = new byte[4];
            in.get((int) at, kind);
            long length = Integer.toUnsignedLong(in.getInt((int) at + 4));
            if (at + CHUNK_HEADER + length > end) {
                throw new IOException("cut short");
            }
            switch (new String(kind, StandardCharsets.ISO_8859_1)) {
                case "VP8 ", "VP8L" -> {
                    pictures++;
                    sameSize(file, (int) at, (int) length, header);
                }
                case "ALPH" -> alphas++;
                case "ANIM", "ANMF" -> throw new IOException("animated");
                default -> {}
            }
            at += CHUNK_HEADER + length + (length & 1);
        }
        if (pictures != 1 || alphas > 1) {
            throw new IOException("%d pictures, %d of alpha".formatted(pictures, alphas));
        }
    }

    /** Read the inner picture as a file of its own. */
    private static void sameSize(Bytes file, int chunk, int length, ImageHeader header) throws IOException {
        ByteBuffer alone = ByteBuffer.allocate(FIRST_CHUNK + CHUNK_HEADER + Math.min(length, 16));
        alone.put(file.slice(0, FIRST_CHUNK).buffer());
        alone.put(file.slice(chunk, alone.remaining()).buffer());
        ImageHeader inner = ImageHeader.read(Bytes.of(alone.array()));
        if (inner == null || inner.width() != header.width() || inner.height() != header.height()) {
            throw new IOException("a picture of another size than its file's header says");
        }
    }
}
