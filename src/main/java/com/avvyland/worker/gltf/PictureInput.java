// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.gltf;

import com.avvyland.worker.task.Bytes;
import java.io.IOException;
import javax.imageio.stream.ImageInputStreamImpl;

/**
 * Gives the bytes of a picture to a decoder, and fails where it goes on reading past their end. Not for several threads.
 *
 * <p>TwelveMonkeys' WebP reader takes what is behind the end for zeros: 100 bytes that claim 4,000 x 1,352 pixels kept it
 * busy for 80 to 100 seconds (3.14.0, measured 2026-11). Others meet the end once or twice, as they fill their buffers.
 */
public final class PictureInput extends ImageInputStreamImpl {

    /** The WebP reader looks eight bytes ahead, and asks again for what is not there with each of up to 64 bits that are left. */
    private static final int MOST_ENDS = 4096;

    private final Bytes picture;
    private int ends;

    private PictureInput(Bytes picture) {
        this.picture = picture;
    }

    /**
     * Open a picture whose header was read, for a decoder that closes it.
     *
     * @throws IOException when the file would cost more than its header says, or ends too early
     */
    public static PictureInput open(Bytes picture) throws IOException {
        ImageHeader header = ImageHeader.read(picture);
        if (header != null && header.mimeType().equals("image/jpeg")) {
            JpegScans.check(picture, header.pixels());
        }
        if (header != null && header.mimeType().equals("image/webp")) {
            WebpChunks.check(picture, header);
        }
        return new PictureInput(picture);
    }

    @Override
    public int read() throws IOException {
        checkClosed();
        bitOffset = 0;
        return streamPos < picture.length() ? picture.at((int) streamPos++) & 0xff : end();
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        checkClosed();
        bitOffset = 0;
        int count = (int) Math.min(length, picture.length() - streamPos);
        if (count <= 0) {
            return length == 0 ? 0 : end();
        }
        System.arraycopy(picture.array(), picture.offset() + (int) streamPos, into, offset, count);
        streamPos += count;
        return count;
    }

    @Override
    public long length() {
        return picture.length();
    }

    private int end() throws IOException {
        if (++ends > MOST_ENDS) {
            throw new IOException("picture: cut short (expected: all of it)");
        }
        return -1;
    }
}
