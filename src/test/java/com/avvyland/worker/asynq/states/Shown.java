// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.states;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.MapEntry;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongFunction;
import java.util.stream.Collectors;

/** Writes a message field by field, as it is in any run: times relative, names of machines left out. */
final class Shown {

    private static final Set<String> TIMES = Set.of("deadline", "last_failed_at", "completed_at");
    private static final Set<String> OF_THIS_RUN = Set.of("host", "pid", "server_id");
    private static final long NEVER = -62_135_596_800L;

    private Shown() {}

    static String message(Message message, LongFunction<String> time) {
        List<String> fields = new ArrayList<>();
        // Sorted by number, so that the order does not hang on the library.
        for (Map.Entry<FieldDescriptor, Object> each : new TreeMap<>(message.getAllFields()).entrySet()) {
            FieldDescriptor field = each.getKey();
            String name = field.getName();
            fields.add(
                    name + "=" + (OF_THIS_RUN.contains(name) ? "<" + name + ">" : value(field, each.getValue(), time)));
        }
        message.getUnknownFields().asMap().keySet().forEach(number -> fields.add("unknown=" + number));
        return String.join(" ", fields);
    }

    private static String value(FieldDescriptor field, Object value, LongFunction<String> time) {
        if (field.isMapField()) {
            return ((Collection<?>) value)
                    .stream()
                            .map(entry -> (MapEntry<?, ?>) entry)
                            .map(entry -> entry.getKey() + ":" + entry.getValue())
                            .sorted()
                            .collect(Collectors.joining(",", "{", "}"));
        }
        if (value instanceof Timestamp at) {
            return at.getSeconds() == NEVER ? "never" : time.apply(at.getSeconds());
        }
        if (value instanceof Long second && TIMES.contains(field.getName())) {
            return time.apply(second);
        }
        return value instanceof ByteString bytes ? bytes.toString(ISO_8859_1) : String.valueOf(value);
    }
}
