// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq;

import com.avvyland.worker.asynq.broker.ErrorText;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.jspecify.annotations.Nullable;

/** Describes the task that a message asks for: its headers win over the endpoint's options. Stateless. */
final class TaskOfMessage {

    private final AsynqConfiguration options;
    private final HeaderFilterStrategy filter;
    private final InstantSource clock;

    TaskOfMessage(AsynqConfiguration options, HeaderFilterStrategy filter, InstantSource clock) {
        this.options = options;
        this.filter = filter;
        this.clock = clock;
    }

    /** Return the task whose payload is the body. */
    NewTask of(Message message) throws Exception {
        NewTask.Builder task = described(message)
                .payload(message.getBody() == null ? null : message.getMandatoryBody(ByteBuffer.class));
        String id = OwnHeaders.given(message, AsynqConstants.TASK_ID, String.class);
        return (id == null ? task : task.id(id)).build();
    }

    /** Return the task of one payload among several of a message; it has an id of its own. */
    NewTask of(Message message, @Nullable Object payload) throws Exception {
        if (OwnHeaders.given(message, AsynqConstants.TASK_ID, String.class) != null) {
            throw new IllegalArgumentException(AsynqConstants.TASK_ID
                    + ": one for many tasks (expected: none, or items that are NewTask or Message)");
        }
        Exchange exchange = message.getExchange();
        ByteBuffer bytes = payload == null
                ? null
                : exchange.getContext().getTypeConverter().mandatoryConvertTo(ByteBuffer.class, exchange, payload);
        return described(message).payload(bytes).build();
    }

    private NewTask.Builder described(Message message) {
        NewTask.Builder task = NewTask.of(type(message))
                .queue(given(message, AsynqConstants.QUEUE, String.class, options.getQueues()))
                .maxRetry(given(message, AsynqConstants.MAX_RETRY, Integer.class, options.getMaxRetry()))
                .timeout(duration(message, AsynqConstants.TIMEOUT, options.getTimeout()))
                .unique(duration(message, AsynqConstants.UNIQUE, options.getUnique()))
                .retention(duration(message, AsynqConstants.RETENTION, options.getRetention()));
        String group = message.getHeader(AsynqConstants.GROUP, String.class);
        group = group == null ? options.getGroup() : group;
        if (group != null) {
            task.group(group);
        }
        Instant deadline = time(message, AsynqConstants.DEADLINE);
        if (deadline != null) {
            task.deadline(deadline);
        }
        Duration wait = duration(message, AsynqConstants.PROCESS_IN, options.getProcessIn());
        Instant at = time(message, AsynqConstants.PROCESS_AT);
        if (at != null || wait.isPositive()) {
            task.processAt(at != null ? at : clock.instant().plus(wait));
        }
        headers(message).forEach(task::header);
        return task;
    }

    /** The type of the task received is only passed on where nothing else says a type. */
    private String type(Message message) {
        String type = OwnHeaders.given(message, AsynqConstants.TASK_TYPE, String.class);
        if (type == null) {
            type = options.getTaskType();
        }
        if (type == null) {
            type = message.getHeader(AsynqConstants.TASK_TYPE, String.class);
        }
        return type == null ? "" : type;
    }

    private Map<String, String> headers(Message message) {
        Map<String, String> headers = new HashMap<>();
        message.getHeaders().forEach((name, value) -> {
            if (!filter.applyFilterToCamelHeaders(name, value, message.getExchange())) {
                headers.put(sent(name), String.valueOf(value));
            }
        });
        TraceContext.clean(headers);
        return headers;
    }

    /** Go reads the two of Trace Context in lower case only. */
    private static String sent(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.equals(TraceContext.PARENT) || lower.equals(TraceContext.STATE) ? lower : name;
    }

    private static <T> T given(Message message, String name, Class<T> type, T otherwise) {
        T value = OwnHeaders.given(message, name, type);
        return value == null ? otherwise : value;
    }

    /** Camel makes no Instant of a text, and null of what it can't convert: the task would run at once. */
    private static @Nullable Instant time(Message message, String name) {
        Object value = OwnHeaders.given(message, name, Object.class);
        Instant time = value instanceof String ? null : OwnHeaders.given(message, name, Instant.class);
        if (value == null || time != null) {
            return time;
        }
        try {
            return Instant.parse(value.toString().strip());
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    name + ": " + ErrorText.of(value.toString()) + " (expected: a time as in 2026-01-31T12:00:00Z)", e);
        }
    }

    private static Duration duration(Message message, String name, long otherwiseMillis) {
        Duration value = message.getHeader(name, Duration.class);
        return value == null ? Duration.ofMillis(otherwiseMillis) : value;
    }
}
