// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.artifact;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Holds what identifies a content, and what S3 will say of it.
 *
 * @param sha256 lower-case hex
 * @param partMd5s the MD5 of each part that it is sent in; one for a content that is sent whole
 */
public record Digests(String sha256, List<byte[]> partMd5s) {

    /** Contents up to this size are sent in one request: 16 MiB, a few seconds on a slow line. */
    static final int WHOLE = 16 << 20;

    /** Larger ones are sent in parts of 8 MiB; S3 wants 5 MiB or more, and at most 10,000 parts. */
    static final int PART = 8 << 20;

    public Digests {
        partMd5s = List.copyOf(partMd5s);
    }

    /** Read a content once. */
    static Digests of(ByteBuffer content) {
        MessageDigest whole = digest("SHA-256");
        MessageDigest part = digest("MD5");
        List<byte[]> md5s = new ArrayList<>();
        int size = content.remaining() > WHOLE ? PART : WHOLE;
        ByteBuffer left = content.duplicate();
        do {
            ByteBuffer run = left.slice(left.position(), Math.min(size, left.remaining()));
            left.position(left.position() + run.remaining());
            whole.update(run.duplicate());
            part.update(run);
            md5s.add(part.digest());
        } while (left.hasRemaining());
        return new Digests(HexFormat.of().formatHex(whole.digest()), md5s);
    }

    boolean whole() {
        return partMd5s.size() == 1;
    }

    /**
     * Return the ETag that S3 gives the object: the MD5 of the content, or the MD5 of the parts' MD5s and their number.
     * Stores that encrypt with a key of the customer give another.
     */
    String etag() {
        if (whole()) {
            return HexFormat.of().formatHex(partMd5s.getFirst());
        }
        MessageDigest md5 = digest("MD5");
        partMd5s.forEach(md5::update);
        return "%s-%d".formatted(HexFormat.of().formatHex(md5.digest()), partMd5s.size());
    }

    static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("%s: absent (expected: every JDK has it)".formatted(algorithm), e);
        }
    }
}
