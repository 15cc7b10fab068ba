// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.task;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.apache.camel.Exchange;
import org.apache.camel.component.cbor.CBORDataFormat;

/**
 * Decodes tasks in routes: Camel's CBOR data format with this worker's mapper, limits and records.
 *
 * <p>{@code unmarshal: { custom: { ref: taskCbor } }} takes the payload in the body and the task type in the header
 * {@value #TYPE_HEADER}, and leaves a {@link Task}. {@code marshal} writes a {@link Callback} as deterministic CBOR.
 * The body may be a byte array or a {@link ByteBuffer}; one over an accessible array is not copied, a read-only one has
 * to be. Safe to use from any thread.
 */
public final class TaskDataFormat extends CBORDataFormat {

    /** The header that names the asynq task type. */
    static final String TYPE_HEADER = "CamelAsynqTaskType";

    private final TaskDecoder decoder;

    public TaskDataFormat(TaskDecoder decoder) {
        super(decoder.reader().mapper(), Task.class);
        this.decoder = decoder;
    }

    /**
     * Decode the body.
     *
     * @throws UndecodableTaskException permanent
     */
    @Override
    public Object unmarshal(Exchange exchange, Object body) throws IOException {
        return decoder.decode(exchange.getMessage().getHeader(TYPE_HEADER, String.class), payload(body));
    }

    @Override
    public Object unmarshal(Exchange exchange, InputStream stream) throws IOException {
        return unmarshal(exchange, (Object) stream);
    }

    @Override
    public void marshal(Exchange exchange, Object graph, OutputStream stream) throws IOException {
        if (!(graph instanceof Callback callback)) {
            throw new IllegalArgumentException("body: %s (expected: a callback)"
                    .formatted(graph == null ? "null" : graph.getClass().getName()));
        }
        CallbackEncoder.encode(callback).stream().transferTo(stream);
    }

    private Bytes payload(Object body) throws IOException {
        return switch (body) {
            case Bytes bytes -> bytes;
            case byte[] array -> Bytes.of(array);
            // Read by another, as by the dev profile of the Camel CLI, which shows bodies.
            case ByteBuffer buffer
            when !buffer.hasRemaining() && buffer.position() > 0 ->
                payload(buffer.duplicate().rewind());
            case ByteBuffer buffer
            when buffer.hasArray() ->
                new Bytes(buffer.array(), buffer.arrayOffset() + buffer.position(), buffer.remaining());
            case ByteBuffer buffer -> copy(buffer.duplicate());
            case InputStream stream -> Bytes.of(stream.readNBytes(readable()));
            default ->
                throw new IllegalArgumentException(
                        "body: %s (expected: bytes)".formatted(body.getClass().getName()));
        };
    }

    /** Return one byte more than a payload may have, so that the decoder sees the excess. */
    private int readable() {
        return (int) Math.min(decoder.reader().limits().maxBytes() + 1, Integer.MAX_VALUE - 8);
    }

    private static Bytes copy(ByteBuffer buffer) {
        byte[] array = new byte[buffer.remaining()];
        buffer.get(array);
        return Bytes.of(array);
    }
}
