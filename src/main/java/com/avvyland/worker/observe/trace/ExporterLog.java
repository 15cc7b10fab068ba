// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.observe.trace;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Brings what the SDK says, by {@code java.util.logging}, into the worker's log: a line in thirty seconds at most, so that a
 * collector that is down does not fill it. Thread-safe.
 */
final class ExporterLog extends Handler {

    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(Tracing.class);
    private static final Duration BETWEEN = Duration.ofSeconds(30);
    private static final int LONGEST = 200;

    /** Held here, since the JDK forgets a logger that nobody holds, and its handlers with it. */
    private final Logger source;

    private final InstantSource clock;
    private @Nullable Instant said;
    private long unsaid;

    private ExporterLog(Logger source, InstantSource clock) {
        this.source = source;
        this.clock = clock;
    }

    static ExporterLog open() {
        return open(InstantSource.system());
    }

    static ExporterLog open(InstantSource clock) {
        Logger source = Logger.getLogger("io.opentelemetry");
        ExporterLog log = new ExporterLog(source, clock);
        source.setUseParentHandlers(false);
        source.addHandler(log);
        return log;
    }

    @Override
    public synchronized void publish(LogRecord record) {
        if (record.getLevel().intValue() < Level.WARNING.intValue()) {
            return;
        }
        Instant now = clock.instant();
        if (said != null && now.isBefore(said.plus(BETWEEN)) && !now.isBefore(said)) {
            unsaid++;
            return;
        }
        LOG.warn(
                "traces: {}{}; tasks go on",
                brief(record),
                unsaid == 0 ? "" : " (and %d lines more)".formatted(unsaid));
        said = now;
        unsaid = 0;
    }

    /** Say what failed, without the words of whoever answered. */
    private static String brief(LogRecord record) {
        String text = String.valueOf(record.getMessage()).lines().findFirst().orElse("");
        int foreign = text.indexOf("Error message:");
        String own = (foreign < 0 ? text : text.substring(0, foreign)).strip();
        String cut = own.length() > LONGEST ? own.substring(0, LONGEST) : own;
        Throwable cause = record.getThrown();
        while (cause != null && cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        return cause == null ? cut : cut + " " + cause.getClass().getSimpleName();
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        source.removeHandler(this);
        source.setUseParentHandlers(true);
    }
}
