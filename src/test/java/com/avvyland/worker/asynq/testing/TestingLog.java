// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.testing;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;
import org.jspecify.annotations.Nullable;

/**
 * Collects the warnings and errors, whoever logs them, of the thread that makes it and of all threads begun from there.
 *
 * <p>So tests that run side by side count their own lines.
 */
public final class TestingLog implements AutoCloseable {

    private static final InheritableThreadLocal<@Nullable TestingLog> MINE = new InheritableThreadLocal<>();

    static {
        Sink sink = new Sink();
        sink.start();
        LoggerContext context = (LoggerContext) LogManager.getContext(false);
        context.getConfiguration().getRootLogger().addAppender(sink, Level.WARN, null);
        context.updateLoggers();
    }

    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    public TestingLog() {
        MINE.set(this);
    }

    /** Return the lines so far. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public void close() {
        MINE.remove();
    }

    private static final class Sink extends AbstractAppender {
        Sink() {
            super("testing", null, null, true, Property.EMPTY_ARRAY);
        }

        @Override
        public void append(LogEvent event) {
            TestingLog owner = MINE.get();
            if (owner != null) {
                owner.lines.add(event.getLevel() + " " + event.getLoggerName() + " "
                        + event.getMessage().getFormattedMessage());
            }
        }
    }
}
