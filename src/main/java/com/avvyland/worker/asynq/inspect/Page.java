// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.inspect;

/**
 * Names a part of a list.
 *
 * @param number counted from 1
 * @param size 1 to 1,000; asynq's default is 30
 */
public record Page(int number, int size) {

    private static final int MOST = 1_000;

    public Page {
        if (number < 1) {
            throw new IllegalArgumentException("page: " + number + " (expected: 1 or more)");
        }
        if (size < 1 || size > MOST) {
            throw new IllegalArgumentException("page size: " + size + " (expected: 1 to " + MOST + ")");
        }
    }

    /** Return the first page of asynq's size. */
    public static Page first() {
        return new Page(1, 30);
    }

    long start() {
        return (number - 1L) * size;
    }

    long end() {
        return (long) number * size - 1;
    }
}
