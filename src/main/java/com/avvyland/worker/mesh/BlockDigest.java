// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Digests what is written to it, and passes it on. */
final class BlockDigest extends OutputStream {

    /** A channel copies what it is given into native memory, in one piece. */
    private static final int CHUNK = 1 << 16;

    private final MessageDigest digest = sha256();
    private final OutputStream next;
    private long length;

    BlockDigest(OutputStream next) {
        this.next = next;
    }

    /** Return the SHA-256 of a block, in hex. */
    static String of(Block block) {
        try (var out = new BlockDigest(nullOutputStream())) {
            block.writeTo(out);
            return out.hex();
        } catch (IOException e) {
            throw new UncheckedIOException("nothing is written anywhere", e);
        }
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int size) throws IOException {
        for (int done = 0; done < size; done += CHUNK) {
            int some = Math.min(CHUNK, size - done);
            digest.update(bytes, offset + done, some);
            next.write(bytes, offset + done, some);
        }
        length += size;
    }

    /** Return the SHA-256 of what was written so far, in hex; then nothing may be written any more. */
    String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }

    long length() {
        return length;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
