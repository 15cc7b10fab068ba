// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.task;

import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says in one line which value of a payload has the wrong type; never what the value was. */
final class WrongValue {

    private static final int MAX_NAME = 64;

    private WrongValue() {}

    static String describe(JsonMappingException failure) {
        String path = failure.getPath().stream().map(WrongValue::step).collect(Collectors.joining("."));
        return "%s: wrong type (expected: %s)".formatted(path.isEmpty() ? "payload" : path, name(wanted(failure)));
    }

    private static @Nullable Class<?> wanted(JsonMappingException failure) {
        if (failure.getCause() instanceof InputCoercionException coercion) {
            return coercion.getTargetType();
        }
        return failure instanceof MismatchedInputException mismatch ? mismatch.getTargetType() : null;
    }

    private static String step(JsonMappingException.Reference step) {
        if (step.getFieldName() == null) {
            return Integer.toString(step.getIndex());
        }
        String name = step.getFieldName().replaceAll("\\p{Cntrl}", "?");
        return name.length() <= MAX_NAME ? name : name.substring(0, MAX_NAME) + "...";
    }

    private static String name(@Nullable Class<?> type) {
        if (type == String.class) {
            return "text";
        }
        if (type == Bytes.class) {
            return "a byte string";
        }
        if (type == Integer.class || type == int.class || type == Long.class || type == long.class) {
            return "an integer in range";
        }
        if (type == Boolean.class || type == boolean.class) {
            return "true or false";
        }
        if (type != null && List.class.isAssignableFrom(type)) {
            return "an array";
        }
        return type != null && (type.isRecord() || Map.class.isAssignableFrom(type)) ? "a map" : "docs/wire.cddl";
    }
}
