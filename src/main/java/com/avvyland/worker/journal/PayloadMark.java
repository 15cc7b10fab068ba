// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.journal;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.apache.camel.Body;

/**
 * Tells two payloads of one task id apart: an id can be used again, and then an old result is not the new task's.
 *
 * <p>CRC-32C and the length; producers do not attack themselves, and it reads 100 MB in about 10 ms. Stateless.
 */
public final class PayloadMark {

    /** Mark a payload as the queue delivered it: a byte array or a buffer, whose position is left alone. */
    public String of(@Body Object payload) {
        ByteBuffer bytes = switch (payload) {
            case byte[] array -> ByteBuffer.wrap(array);
            // Read by another, as by the dev profile of the Camel CLI, which shows bodies.
            case ByteBuffer buffer
            when !buffer.hasRemaining() -> buffer.duplicate().rewind();
            case ByteBuffer buffer -> buffer.duplicate();
            default ->
                throw new IllegalArgumentException("payload: %s (expected: bytes)"
                        .formatted(payload.getClass().getName()));
        };
        int length = bytes.remaining();
        CRC32C checksum = new CRC32C();
        checksum.update(bytes);
        return "%08x-%d".formatted(checksum.getValue(), length);
    }
}
