// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.task;

import static com.avvyland.worker.task.CborReason.DUPLICATE_KEY;
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

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/** Lists documents that the worker must refuse, each with the one reason it is refused for. */
record HostileCbor(String name, byte[] document, CborReason reason) {

    static final int LARGEST = 1 << 20;

    static List<HostileCbor> all() {
        return List.of(
                hex("nothing", "", EMPTY),
                hex("an integer", "00", NOT_A_MAP),
                hex("a negative integer", "20", NOT_A_MAP),
                hex("a byte string", "43010203", NOT_A_MAP),
                hex("a text", "6161", NOT_A_MAP),
                hex("an array", "80", NOT_A_MAP),
                hex("null", "f6", NOT_A_MAP),
                hex("a break alone", "ff", NOT_A_MAP),
                hex("a tagged map", "d9d9f7a0", NOT_A_MAP),
                new HostileCbor("json", "{\"model_hash\":\"x\"}".getBytes(StandardCharsets.UTF_8), NOT_A_MAP),
                new HostileCbor("protobuf", HexFormat.of().parseHex("0a106d6f64656c2e70726576696577"), NOT_A_MAP),
                hex("a map of one, without it", "a1", TRUNCATED),
                hex("a key without a value", "a16161", TRUNCATED),
                hex("a key cut off", "a16461", TRUNCATED),
                hex("a map of 2^32 - 1", "baffffffff", TRUNCATED),
                hex("a map of 2^63", "bb8000000000000000", TRUNCATED),
                hex("a map of 2^64 - 1", "bbffffffffffffffff", TRUNCATED),
                hex("an array of 2^31", "a161619a80000000", TRUNCATED),
                hex("an array of 2^63", "a161619b8000000000000000", TRUNCATED),
                hex("bytes of 2 GiB", "a161615a7fffffff00", TRUNCATED),
                hex("bytes of 2^64 - 1", "a161615bffffffffffffffff", TRUNCATED),
                hex("text of 2 GiB", "a161617a7fffffff61", TRUNCATED),
                hex("text of 2^63", "a161617b800000000000000061", TRUNCATED),
                hex("a one byte length missing", "a1616158", TRUNCATED),
                hex("an eight byte length cut off", "a161615b00000000", TRUNCATED),
                hex("an integer cut off", "a161611a0000", TRUNCATED),
                hex("a double cut off", "a16161fb3ff0", TRUNCATED),
                hex("an indefinite map without its end", "bf616101", TRUNCATED),
                hex("an indefinite array without its end", "a161619f0102", TRUNCATED),
                hex("a second document", "a0a0", TRAILING_BYTES),
                hex("a zero behind", "a000", TRAILING_BYTES),
                hex("a break behind", "a0ff", TRAILING_BYTES),
                hex("a map too short by one", "a161610102", TRAILING_BYTES),
                hex("an integer key", "a10102", KEY_NOT_TEXT),
                hex("a negative key", "a12002", KEY_NOT_TEXT),
                hex("a byte string key", "a1416101", KEY_NOT_TEXT),
                hex("a null key", "a1f601", KEY_NOT_TEXT),
                hex("an array key", "a18001", KEY_NOT_TEXT),
                hex("a map key", "a1a001", KEY_NOT_TEXT),
                hex("a float key", "a1f93c0001", KEY_NOT_TEXT),
                hex("a tagged key", "a1c0616101", KEY_NOT_TEXT),
                hex("an integer key inside", "a16161a10102", KEY_NOT_TEXT),
                hex("a key twice", "a2616101616102", DUPLICATE_KEY),
                hex("a key twice, the second with a long head", "a261610178016102", DUPLICATE_KEY),
                hex("a key twice, apart", "a3616101616202616103", DUPLICATE_KEY),
                hex("a key twice, a map between", "a36161a161610161620261610a", DUPLICATE_KEY),
                hex("a key twice inside", "a16161a2616201616202", DUPLICATE_KEY),
                hex("a key twice in an indefinite map", "bf616101616102ff", DUPLICATE_KEY),
                hex("the empty key twice", "a260016002", DUPLICATE_KEY),
                hex("a date", "a16161c0613a", TAG),
                hex("a bignum", "a16161c2420100", TAG),
                hex("a decimal fraction of 2^31", "a16161c4821a7fffffff01", TAG),
                hex("a bigfloat", "a16161c582010a", TAG),
                hex("a tag with a long number", "a16161db000000000000000101", TAG),
                filled("200,000 nested tags", "a16161", "c1", 200_000, "01", TAG),
                filled("200,000 nested arrays", "a16161", "81", 200_000, "01", TOO_DEEP),
                filled("200,000 nested indefinite arrays", "a16161", "9f", 200_000, "01", TOO_DEEP),
                filled("200,000 nested maps", "", "a16161", 200_000, "01", TOO_DEEP),
                filled("9 nested maps", "", "a16161", 9, "01", TOO_DEEP),
                filled("20,000 zeros", "a161619f", "00", 20_000, "ff", TOO_MANY_ITEMS),
                filled("20,000 zeros, counted", "a16161994e20", "00", 20_000, "", TOO_MANY_ITEMS),
                filled("20,000 empty maps", "a161619f", "a0", 20_000, "ff", TOO_MANY_ITEMS),
                filled("a text of 64 KiB and one", "a161617a00010001", "61", 65_537, "", TEXT_TOO_LONG),
                filled("a key of 256 bytes", "a1790100", "61", 256, "01", KEY_TOO_LONG),
                filled("a key of 100,000 bytes", "a17a000186a0", "61", 100_000, "01", KEY_TOO_LONG),
                filled("more than the limit", "a161615a00100000", "00", LARGEST, "", TOO_LARGE),
                hex("a lone continuation byte", "a161616180", TEXT_NOT_UTF8),
                hex("an overlong slash", "a1616162c0af", TEXT_NOT_UTF8),
                hex("an overlong NUL in three bytes", "a1616163e08080", TEXT_NOT_UTF8),
                hex("a surrogate", "a1616163eda080", TEXT_NOT_UTF8),
                hex("past U+10FFFF", "a1616164f4908080", TEXT_NOT_UTF8),
                hex("a lead byte of five", "a1616165f888808080", TEXT_NOT_UTF8),
                hex("a sequence cut off by the text's end", "a1616162e282", TEXT_NOT_UTF8),
                hex("a key that is not UTF-8", "a161ff01", TEXT_NOT_UTF8),
                hex("bytes in chunks", "a161615f4101ff", INDEFINITE_STRING),
                hex("text in chunks", "a161617f6161ff", INDEFINITE_STRING),
                hex("a key in chunks", "a17f6161ff01", INDEFINITE_STRING),
                hex("a break in a definite map", "a1ff00", UNEXPECTED_BREAK),
                hex("a break for a value", "a16161ff", UNEXPECTED_BREAK),
                hex("a break for a value of an indefinite map", "bf6161ff", UNEXPECTED_BREAK),
                hex("a break in a definite array", "a1616181ff", UNEXPECTED_BREAK),
                hex("head 28", "a161611c", RESERVED_HEAD),
                hex("head 30 of a byte string", "a161615e", RESERVED_HEAD),
                hex("head 29 of an array", "a161619d", RESERVED_HEAD),
                hex("an integer of indefinite length", "a161611f", RESERVED_HEAD),
                hex("simple head 28", "a16161fc", RESERVED_HEAD),
                hex("undefined", "a16161f7", SIMPLE_VALUE),
                hex("simple 0", "a16161e0", SIMPLE_VALUE),
                hex("simple 32", "a16161f820", SIMPLE_VALUE),
                hex("false in two bytes", "a16161f814", SIMPLE_VALUE),
                hex("NaN in two bytes", "a16161f97e00", NOT_FINITE),
                hex("infinity in two bytes", "a16161f97c00", NOT_FINITE),
                hex("minus infinity in four", "a16161faff800000", NOT_FINITE),
                hex("NaN in eight, with a payload", "a16161fb7ff0000000000001", NOT_FINITE));
    }

    private static HostileCbor hex(String name, String hex, CborReason reason) {
        return new HostileCbor(name, HexFormat.of().parseHex(hex), reason);
    }

    private static HostileCbor filled(
            String name, String before, String hex, int times, String after, CborReason reason) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] filling = HexFormat.of().parseHex(hex);
        out.writeBytes(HexFormat.of().parseHex(before));
        for (int i = 0; i < times; i++) {
            out.writeBytes(filling);
        }
        out.writeBytes(HexFormat.of().parseHex(after));
        return new HostileCbor(name, out.toByteArray(), reason);
    }

    @Override
    public String toString() {
        return name;
    }
}
