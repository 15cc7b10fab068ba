// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.upokecenter.cbor.CBOREncodeOptions;
import com.upokecenter.cbor.CBORObject;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The oracle is a second implementation, com.upokecenter:cbor. */
class CborEncoderTest {

    /** Sorts keys bytewise and keeps floats short, which is RFC 8949, 4.2.1, for what this worker writes. */
    private static final CBOREncodeOptions STRICT = new CBOREncodeOptions("allowduplicatekeys=false");

    @Test
    void writesWhatTheOracleReadsAsTheSameValue() {
        SplittableRandom seeds = new SplittableRandom(1);
        for (int i = 0; i < 20_000; i++) {
            long seed = seeds.nextLong();
            Map<String, Object> value = new RandomCbor(new SplittableRandom(seed)).document();
            byte[] encoded = CborEncoder.encode(value).array();

            CBORObject decoded = CBORObject.DecodeFromBytes(encoded, STRICT);
            assertThat(decoded).as("seed %d", seed).isEqualTo(oracle(value));
            assertThat(canonical(decoded)).as("seed %d", seed).isEqualTo(encoded);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0.0, f90000",
        "-0.0, f98000",
        "1.0, f93c00",
        "1.1, fb3ff199999999999a",
        "1.5, f93e00",
        "65504.0, f97bff",
        "100000.0, fa47c35000",
        "3.4028234663852886e+38, fa7f7fffff",
        "1.0e+300, fb7e37e43c8800759c",
        "5.960464477539063e-8, f90001",
        "0.00006103515625, f90400",
        "-4.0, f9c400",
        "-4.1, fbc010666666666666"
    })
    void writesTheShortestFloatThatKeepsTheValue(double value, String hex) {
        assertThat(hex(value)).isEqualTo(hex);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 00",
        "23, 17",
        "24, 1818",
        "255, 18ff",
        "256, 190100",
        "65535, 19ffff",
        "65536, 1a00010000",
        "4294967295, 1affffffff",
        "4294967296, 1b0000000100000000",
        "-1, 20",
        "-24, 37",
        "-25, 3818",
        "-256, 38ff",
        "-257, 390100",
        "9223372036854775807, 1b7fffffffffffffff",
        "-9223372036854775808, 3b7fffffffffffffff"
    })
    void writesTheShortestInteger(long value, String hex) {
        assertThat(hex(value)).isEqualTo(hex);
    }

    @Test
    void sortsKeysByTheirEncodingNotByTheirLetters() {
        assertThat(hex(Map.of("b", 1, "aa", 2, "a", 3, "ü", 4))).isEqualTo("a4616103616201626161" + "02" + "62c3bc04");
    }

    @Test
    void putsATagInFrontOfItsContent() {
        assertThat(hex(new CborTag(55799, Map.of("a", new CborTag(64, Bytes.of((byte) 7))))))
                .isEqualTo("d9d9f7a16161d8404107");
        assertThat(CBORObject.DecodeFromBytes(
                                CborEncoder.encode(new CborTag(85, 1)).array())
                        .HasMostOuterTag(85))
                .isTrue();
    }

    @Test
    void allocatesOneArrayOfExactlyTheSize() {
        Bytes encoded = CborEncoder.encode(List.of("a", 1));
        assertThat(encoded.offset()).isZero();
        assertThat(encoded.length()).isEqualTo(encoded.array().length);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void refusesNumbersThatAreNone(double value) {
        assertThatIllegalArgumentException().isThrownBy(() -> CborEncoder.encode(value));
    }

    @Test
    void refusesTypesOutsideTheContract() {
        assertThatIllegalArgumentException().isThrownBy(() -> CborEncoder.encode(new Object()));
    }

    private static String hex(Object value) {
        return HexFormat.of().formatHex(CborEncoder.encode(value).array());
    }

    /** Encode by the oracle: its own floats and integers, its maps sorted by key bytes here. */
    static byte[] canonical(CBORObject value) {
        return switch (value.getType()) {
            case Map ->
                join(
                        value.size(),
                        0xa0,
                        value.getKeys().stream()
                                .map(key -> new byte[][] {key.EncodeToBytes(), canonical(value.get(key))})
                                .sorted((one, other) -> Arrays.compareUnsigned(one[0], other[0]))
                                .toList());
            case Array ->
                join(
                        value.size(),
                        0x80,
                        value.getValues().stream()
                                .map(element -> new byte[][] {canonical(element)})
                                .toList());
            default -> value.EncodeToBytes();
        };
    }

    private static byte[] join(int count, int major, List<byte[][]> parts) {
        var out = new ByteArrayOutputStream();
        byte[] head = CBORObject.FromObject(count).EncodeToBytes();
        head[0] = (byte) (head[0] | major);
        out.writeBytes(head);
        for (byte[][] part : parts) {
            for (byte[] piece : part) {
                out.writeBytes(piece);
            }
        }
        return out.toByteArray();
    }

    static CBORObject oracle(Object value) {
        return switch (value) {
            case Bytes bytes -> CBORObject.FromObject(bytes.toByteArray());
            case List<?> list -> {
                CBORObject array = CBORObject.NewArray();
                list.forEach(element -> array.Add(oracle(element)));
                yield array;
            }
            case Map<?, ?> map -> {
                CBORObject object = CBORObject.NewMap();
                map.forEach((key, element) -> object.Set(oracle(key), oracle(element)));
                yield object;
            }
            case String text -> CBORObject.FromObject(text);
            case Integer number -> CBORObject.FromObject(number);
            case Long number -> CBORObject.FromObject(number);
            case Double number -> CBORObject.FromObject(number);
            case Boolean flag -> CBORObject.FromObject(flag);
            default -> throw new IllegalArgumentException(value.getClass().getName());
        };
    }
}
