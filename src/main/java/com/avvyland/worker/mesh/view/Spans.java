// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.view;

import java.util.Arrays;

/** Says where in a whole each of several pieces lies. */
final class Spans {

    /** Takes a run of one piece. */
    interface Piece {

        /**
         * @param from first of the run, in the piece
         * @param before how many of the whole run came before
         */
        void read(int piece, int from, int before, int count);
    }

    /** Where each piece begins, and the end. */
    private final int[] starts;

    /** @throws ArithmeticException when all together are more than an int counts */
    Spans(int... lengths) {
        starts = new int[lengths.length + 1];
        for (int i = 0; i < lengths.length; i++) {
            starts[i + 1] = Math.addExact(starts[i], lengths[i]);
        }
    }

    int length() {
        return starts[starts.length - 1];
    }

    int start(int piece) {
        return starts[piece];
    }

    /** Take a run of the whole apart. */
    void read(int from, int count, Piece reader) {
        int done = 0;
        for (int piece = pieceOf(from); done < count; piece++) {
            int inPiece = from + done - starts[piece];
            int length = Math.min(count - done, starts[piece + 1] - starts[piece] - inPiece);
            if (length > 0) {
                reader.read(piece, inPiece, done, length);
                done += length;
            }
        }
    }

    /** Empty pieces share their start with the next one: any of them will do, for reading goes on. */
    private int pieceOf(int at) {
        int found = Arrays.binarySearch(starts, at);
        return found >= 0 ? found : -found - 2;
    }
}
