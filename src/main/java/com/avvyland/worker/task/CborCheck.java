// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.task;

import static com.avvyland.worker.task.CborReason.EMPTY;
import static com.avvyland.worker.task.CborReason.INDEFINITE_STRING;
import static com.avvyland.worker.task.CborReason.KEY_NOT_TEXT;
import static com.avvyland.worker.task.CborReason.KEY_TOO_LONG;
import static com.avvyland.worker.task.CborReason.NOT_A_MAP;
import static com.avvyland.worker.task.CborReason.NOT_FINITE;
import static com.avvyland.worker.task.CborReason.RESERVED_HEAD;
import static com.avvyland.worker.task.CborReason.SIMPLE_VALUE;
import static com.avvyland.worker.task.CborReason.TAG;
import static com.avvyland.worker.task.CborReason.TEXT_NOT_UTF8;
import static com.avvyland.worker.task.CborReason.TEXT_TOO_LONG;
import static com.avvyland.worker.task.CborReason.TOO_DEEP;
import static com.avvyland.worker.task.CborReason.TOO_LARGE;
import static com.avvyland.worker.task.CborReason.TOO_MANY_ITEMS;
import static com.avvyland.worker.task.CborReason.TRAILING_BYTES;
import static com.avvyland.worker.task.CborReason.TRUNCATED;
import static com.avvyland.worker.task.CborReason.UNEXPECTED_BREAK;

/**
 * Walks over a CBOR document once, without recursion and without decoding it, and refuses what a task never needs.
 *
 * <p>Jackson accepts nested tags without counting them, turns integer keys into text keys, and takes NaN, undefined and
 * trailing bytes (docs/wire.cddl forbids none of these in so many words); all of that ends here, before Jackson runs.
 * Accepted beyond what the worker itself writes: maps and arrays of indefinite length, and integers and lengths in more
 * bytes than they need, because their meaning is not in doubt. Strings in chunks are refused: they cannot be used
 * without a copy.
 *
 * <p>Allocates a fixed stack and, for duplicate keys, twelve bytes a key that is open at one time. Not thread-safe; use
 * {@link #check}.
 */
final class CborCheck {

    private static final int BREAK = 0xff;
    private static final long INDEFINITE = -1;

    private final byte[] array;
    private final int start;
    private final int end;
    private final CborLimits limits;
    private final CborKeys keys;

    private final long[] left;
    private final long[] seen;
    private final boolean[] map;
    private int depth;
    private int at;
    private int items;

    private CborCheck(Bytes source, CborLimits limits) {
        this.array = source.array();
        this.start = source.offset();
        this.end = source.offset() + source.length();
        this.at = start;
        this.limits = limits;
        this.keys = new CborKeys(array, limits.maxDepth());
        this.left = new long[limits.maxDepth() + 1];
        this.seen = new long[limits.maxDepth() + 1];
        this.map = new boolean[limits.maxDepth() + 1];
    }

    /**
     * Accept a document that is one CBOR map within the limits.
     *
     * @throws RefusedCborException permanent, with the first reason met
     */
    static void check(Bytes source, CborLimits limits) {
        new CborCheck(source, limits).run();
    }

    private void run() {
        if (end - start > limits.maxBytes()) {
            throw refused(TOO_LARGE, start);
        }
        if (start == end) {
            throw refused(EMPTY, start);
        }
        if ((array[start] & 0xe0) != 0xa0) {
            throw refused(NOT_A_MAP, start);
        }
        do {
            item();
            closeFull();
        } while (depth > 0);
        if (at < end) {
            throw refused(TRAILING_BYTES, at);
        }
    }

    private void item() {
        int head = next();
        if (head == BREAK) {
            breakOff();
            return;
        }
        boolean key = depth > 0 && map[depth] && seen[depth] % 2 == 0;
        seen[depth]++;
        if (++items > limits.maxItems()) {
            throw refused(TOO_MANY_ITEMS, at - 1);
        }
        int major = head >> 5;
        if (key && major != 3) {
            throw refused(KEY_NOT_TEXT, at - 1);
        }
        int info = head & 0x1f;
        switch (major) {
            case 0, 1 -> argument(info);
            case 2 -> skip(length(info));
            case 3 -> text(info, key);
            case 4, 5 -> open(info, major == 5);
            case 6 -> throw refused(TAG, at - 1);
            default -> simple(info);
        }
    }

    private void text(int info, boolean key) {
        int headAt = at - 1;
        int length = length(info);
        if (length > (key ? limits.maxKey() : limits.maxText())) {
            throw refused(key ? KEY_TOO_LONG : TEXT_TOO_LONG, headAt);
        }
        if (!Utf8.valid(array, at, length)) {
            throw refused(TEXT_NOT_UTF8, headAt);
        }
        if (key && !keys.add(at, length)) {
            throw refused(CborReason.DUPLICATE_KEY, headAt);
        }
        at += length;
    }

    private void open(int info, boolean isMap) {
        int headAt = at - 1;
        long count = info == 31 ? INDEFINITE : argument(info);
        // An entry takes two bytes at least, an element one: a count beyond that is a lie, whatever follows.
        if (info != 31 && (count < 0 || count > (end - at) / (isMap ? 2 : 1))) {
            throw refused(TRUNCATED, headAt);
        }
        if (depth == limits.maxDepth()) {
            throw refused(TOO_DEEP, headAt);
        }
        depth++;
        left[depth] = count == INDEFINITE ? INDEFINITE : isMap ? 2 * count : count;
        seen[depth] = 0;
        map[depth] = isMap;
        keys.open(depth);
    }

    private void closeFull() {
        while (depth > 0 && left[depth] == seen[depth]) {
            close();
        }
    }

    private void breakOff() {
        boolean afterKey = map[depth] && seen[depth] % 2 == 1;
        if (depth == 0 || left[depth] != INDEFINITE || afterKey) {
            throw refused(UNEXPECTED_BREAK, at - 1);
        }
        close();
    }

    private void close() {
        keys.close(depth);
        depth--;
    }

    private void simple(int info) {
        int headAt = at - 1;
        switch (info) {
            case 20, 21, 22 -> {}
            case 25 -> finite(Float.float16ToFloat((short) argument(info)), headAt);
            case 26 -> finite(Float.intBitsToFloat((int) argument(info)), headAt);
            case 27 -> finite(Double.longBitsToDouble(argument(info)), headAt);
            case 28, 29, 30 -> throw refused(RESERVED_HEAD, headAt);
            default -> throw refused(SIMPLE_VALUE, headAt);
        }
    }

    private void finite(double value, int headAt) {
        if (!Double.isFinite(value)) {
            throw refused(NOT_FINITE, headAt);
        }
    }

    /** Read the length of a string whose content is all there. */
    private int length(int info) {
        int headAt = at - 1;
        if (info == 31) {
            throw refused(INDEFINITE_STRING, headAt);
        }
        long length = argument(info);
        if (length < 0 || length > end - at) {
            throw refused(TRUNCATED, headAt);
        }
        return (int) length;
    }

    private void skip(int length) {
        at += length;
    }

    /** Read a head's argument as 64 unsigned bits. */
    private long argument(int info) {
        if (info < 24) {
            return info;
        }
        if (info > 27) {
            throw refused(RESERVED_HEAD, at - 1);
        }
        long value = 0;
        for (int i = 1 << (info - 24); i > 0; i--) {
            value = value << 8 | next();
        }
        return value;
    }

    private int next() {
        if (at == end) {
            throw refused(TRUNCATED, at);
        }
        return array[at++] & 0xff;
    }

    private RefusedCborException refused(CborReason reason, int offset) {
        return new RefusedCborException(reason, offset - (long) start);
    }
}
