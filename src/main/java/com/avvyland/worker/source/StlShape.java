// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.source;

import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.TaskFailure;
import java.nio.ByteOrder;

/** Knows the one law of a binary STL: 80 bytes of anything, a count, and 50 bytes a triangle. */
final class StlShape {

    private static final int HEADER = 80;
    private static final int PREFIX = HEADER + 4;
    private static final int TRIANGLE = 50;

    private StlShape() {}

    /** Tell whether a file has exactly the length that its count of triangles asks for. */
    static boolean isBinary(Bytes bytes) {
        return bytes.length() > PREFIX && bytes.length() == lengthOf(triangles(bytes));
    }

    /**
     * Refuse a file that is neither text nor as long as it says.
     *
     * @throws TaskFailure permanent, {@code invalid_model}
     */
    static void check(Bytes bytes) {
        if (isBinary(bytes) || new Lead(bytes).begins("solid")) {
            return;
        }
        String expected =
                bytes.length() < PREFIX ? "solid, or more than 84" : Long.toString(lengthOf(triangles(bytes)));
        throw new TaskFailure(
                FailureCode.INVALID_MODEL, "stl: %d bytes (expected: %s)".formatted(bytes.length(), expected));
    }

    private static long triangles(Bytes bytes) {
        return Integer.toUnsignedLong(
                bytes.buffer().order(ByteOrder.LITTLE_ENDIAN).getInt(HEADER));
    }

    private static long lengthOf(long triangles) {
        return PREFIX + triangles * TRIANGLE;
    }
}
