// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.task;

/** Tells UTF-8 from other bytes by the table of RFC 3629, section 4, without decoding it. */
final class Utf8 {

    private Utf8() {}

    /** Tell whether a run is UTF-8: shortest form, no surrogates, nothing past U+10FFFF. */
    static boolean valid(byte[] array, int offset, int length) {
        int end = offset + length;
        int at = offset;
        while (at < end) {
            int lead = array[at++];
            if (lead >= 0) {
                continue;
            }
            int tail = tails(lead & 0xff);
            if (tail == 0 || tail > end - at || !secondFits(lead & 0xff, array[at] & 0xff)) {
                return false;
            }
            for (int i = 1; i < tail; i++) {
                if ((array[at + i] & 0xc0) != 0x80) {
                    return false;
                }
            }
            at += tail;
        }
        return true;
    }

    private static int tails(int lead) {
        if (lead >= 0xc2 && lead <= 0xdf) {
            return 1;
        }
        if (lead >= 0xe0 && lead <= 0xef) {
            return 2;
        }
        return lead >= 0xf0 && lead <= 0xf4 ? 3 : 0;
    }

    private static boolean secondFits(int lead, int second) {
        int low = switch (lead) {
            case 0xe0 -> 0xa0;
            case 0xf0 -> 0x90;
            default -> 0x80;
        };
        int high = switch (lead) {
            case 0xed -> 0x9f;
            case 0xf4 -> 0x8f;
            default -> 0xbf;
        };
        return second >= low && second <= high;
    }
}
