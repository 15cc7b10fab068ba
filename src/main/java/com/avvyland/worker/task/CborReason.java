// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.task;

import java.util.Locale;

/** Names every reason to refuse a CBOR document before it is decoded; the names are stable. */
public enum CborReason {
    EMPTY("a CBOR map"),
    NOT_A_MAP("a CBOR map"),
    TOO_LARGE("a document within the size limit"),
    TRUNCATED("as many bytes as the heads announce"),
    TRAILING_BYTES("one data item and nothing behind it"),
    TOO_DEEP("at most 8 nested maps and arrays"),
    TOO_MANY_ITEMS("at most 10,000 data items"),
    TEXT_TOO_LONG("at most 64 KiB of text"),
    KEY_TOO_LONG("keys of at most 255 bytes"),
    KEY_NOT_TEXT("text keys"),
    DUPLICATE_KEY("every key once"),
    TEXT_NOT_UTF8("UTF-8"),
    TAG("no tags"),
    INDEFINITE_STRING("strings of definite length"),
    UNEXPECTED_BREAK("a data item"),
    RESERVED_HEAD("a head that RFC 8949 defines"),
    SIMPLE_VALUE("true, false or null"),
    NOT_FINITE("finite numbers");

    private final String expected;

    CborReason(String expected) {
        this.expected = expected;
    }

    /** Say what would have been accepted. */
    String expected() {
        return expected;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
