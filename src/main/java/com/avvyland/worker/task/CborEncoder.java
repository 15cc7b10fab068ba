// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.task;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes records as deterministic CBOR: RFC 8949, section 4.2.1.
 *
 * <p>Definite lengths, shortest integers, the shortest float that keeps the value, keys in the bytewise order of their
 * encoding. So the same result is the same bytes, and has the same signature. A record is a map of its components in
 * snake case; null is left out. Other values: text, {@link Bytes}, integers, booleans, finite floats, lists, maps with
 * text keys, and any of these under a {@link CborTag}.
 *
 * <p>Encoding runs twice, once to count and once into one array of exactly that size: an image is copied once. Safe to
 * use from any thread.
 */
public final class CborEncoder {

    /** The order of text keys as RFC 8949 wants it: a shorter key's head is smaller, so length goes first. */
    static final Comparator<String> KEY_ORDER = (one, other) ->
            Arrays.compareUnsigned(encode(one).array(), encode(other).array());

    private CborEncoder() {}

    /**
     * Encode a value.
     *
     * @throws IllegalArgumentException for a value of another type, NaN, an infinity, or more than 2 GiB
     */
    public static Bytes encode(Object value) {
        CborSink counter = new CborSink(null);
        write(counter, value);
        byte[] array = new byte[counter.size()];
        CborSink sink = new CborSink(array);
        write(sink, value);
        return Bytes.of(array);
    }

    private static void write(CborSink sink, Object value) {
        switch (value) {
            case String text -> {
                byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
                sink.head(3, utf8.length);
                sink.run(utf8, 0, utf8.length);
            }
            case Bytes bytes -> {
                sink.head(2, bytes.length());
                sink.run(bytes.array(), bytes.offset(), bytes.length());
            }
            case Integer number -> sink.integer(number);
            case Long number -> sink.integer(number);
            case Boolean flag -> sink.octet(flag ? 0xf5 : 0xf4);
            case Float number -> sink.real(number);
            case Double number -> sink.real(number);
            case List<?> list -> {
                sink.head(4, list.size());
                list.forEach(element -> write(sink, element));
            }
            case Map<?, ?> map -> writeMap(sink, map);
            case CborTag(long number, Object content) -> {
                sink.head(6, number);
                write(sink, content);
            }
            case Record record -> writeRecord(sink, record);
            default ->
                throw new IllegalArgumentException("%s: no CBOR form (expected: text, bytes, number, list, map, record)"
                        .formatted(value.getClass().getName()));
        }
    }

    private static void writeMap(CborSink sink, Map<?, ?> map) {
        sink.head(5, map.size());
        map.entrySet().stream()
                .sorted(Comparator.comparing(entry -> (String) entry.getKey(), KEY_ORDER))
                .forEach(entry -> {
                    write(sink, entry.getKey());
                    write(sink, entry.getValue());
                });
    }

    private static void writeRecord(CborSink sink, Record record) {
        List<RecordShape.Entry> entries = RecordShape.of(record.getClass()).entries();
        List<@Nullable Object> values = new ArrayList<>(entries.size());
        int present = 0;
        for (RecordShape.Entry entry : entries) {
            Object value = entry.read(record);
            values.add(value);
            present += value == null ? 0 : 1;
        }
        sink.head(5, present);
        for (int i = 0; i < values.size(); i++) {
            Object value = values.get(i);
            if (value != null) {
                write(sink, entries.get(i).key());
                write(sink, value);
            }
        }
    }
}
