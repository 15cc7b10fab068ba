// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.testing;

import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;

/** Keeps all that is logged while it is open, with the root at TRACE and every other logger as it is shipped. */
public final class TestingLog implements AutoCloseable {

    private final LoggerContext context = LoggerContext.getContext(false);
    private final LoggerConfig root;
    private final Level before;
    private final Kept kept = new Kept();

    /** Start keeping. */
    public TestingLog() {
        Configuration configuration = context.getConfiguration();
        root = configuration.getRootLogger();
        before = root.getLevel();
        kept.start();
        root.addAppender(kept, Level.ALL, null);
        root.setLevel(Level.TRACE);
        context.updateLoggers();
    }

    /** Return all that was logged, messages and stack traces. */
    public String text() {
        return kept.text();
    }

    @Override
    public void close() {
        root.setLevel(before);
        root.removeAppender(kept.getName());
        context.updateLoggers();
        kept.stop();
    }

    private static final class Kept extends AbstractAppender {

        private final StringBuilder text = new StringBuilder();

        private Kept() {
            super("testing-log", null, null, true, Property.EMPTY_ARRAY);
        }

        @Override
        public void append(LogEvent event) {
            synchronized (text) {
                text.append(event.getLevel())
                        .append(' ')
                        .append(event.getLoggerName())
                        .append(' ')
                        .append(event.getMessage().getFormattedMessage())
                        .append('\n');
                for (Throwable cause = event.getThrown(); cause != null; cause = cause.getCause()) {
                    text.append(cause).append('\n');
                }
            }
        }

        private String text() {
            synchronized (text) {
                return text.toString();
            }
        }
    }
}
