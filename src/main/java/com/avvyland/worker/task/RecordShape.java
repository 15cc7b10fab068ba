// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.task;

import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Knows the components of one record class as CBOR map entries, in the bytewise order of their encoded keys. */
final class RecordShape {

    private static final Pattern HUMP = Pattern.compile("([a-z0-9])([A-Z])");

    private static final ClassValue<RecordShape> SHAPES = new ClassValue<>() {
        @Override
        protected RecordShape computeValue(Class<?> type) {
            return new RecordShape(type);
        }
    };

    private final List<Entry> entries;

    private RecordShape(Class<?> type) {
        entries = Arrays.stream(type.getRecordComponents())
                .map(Entry::of)
                .sorted(Comparator.comparing(Entry::key, CborEncoder.KEY_ORDER))
                .toList();
    }

    static RecordShape of(Class<?> type) {
        return SHAPES.get(type);
    }

    List<Entry> entries() {
        return entries;
    }

    /** Names one component: its key on the wire, and how its value is read. */
    record Entry(String key, Method accessor, boolean omittedWhenEmpty) {

        private static Entry of(RecordComponent component) {
            Method accessor = component.getAccessor();
            accessor.setAccessible(true);
            return new Entry(
                    HUMP.matcher(component.getName()).replaceAll("$1_$2").toLowerCase(Locale.ROOT),
                    accessor,
                    component.isAnnotationPresent(OmittedWhenEmpty.class));
        }

        /** Read the component; null means that its key is left out. */
        @Nullable
        Object read(Record owner) {
            try {
                Object value = accessor.invoke(owner);
                return omittedWhenEmpty && value instanceof List<?> list && list.isEmpty() ? null : value;
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(
                        "%s: not readable (expected: a record component)".formatted(accessor), e);
            }
        }
    }
}
