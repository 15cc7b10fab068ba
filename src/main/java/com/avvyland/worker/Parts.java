// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Remembers what was opened, to close it in reverse order. */
final class Parts {

    private static final Logger LOG = LoggerFactory.getLogger(Parts.class);

    private final Deque<Runnable> open = new ArrayDeque<>();

    synchronized <T> T add(T part, Consumer<T> close) {
        open.push(() -> close.accept(part));
        return part;
    }

    synchronized <T extends AutoCloseable> T add(T part) {
        return add(part, Parts::closeQuietly);
    }

    synchronized void close() {
        while (!open.isEmpty()) {
            open.pop().run();
        }
    }

    private static void closeQuietly(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception failed) {
            LOG.warn("{}: not closed: {}", part.getClass().getSimpleName(), failed.getMessage());
        }
    }
}
