// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.gltf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.avvyland.worker.gltf.GltfAsset.Accessor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DracoConversionTest {

    @ParameterizedTest(name = "{0} {2} to {3} is {5}")
    @CsvSource({
        // type of the stream, normalized, its numbers, type of the accessor, normalized, its numbers
        "USHORT, false, 0 7 255, UBYTE, false, 0 7 255",
        "UBYTE, false, 0 7 255, USHORT, false, 0 7 255",
        "UINT, false, 0 65535, USHORT, false, 0 65535",
        "USHORT, false, 0 127, BYTE, false, 0 127",
        "BYTE, false, -128 127, SHORT, false, -128 127",
        "FLOAT, false, 0 3 65535, USHORT, false, 0 3 65535",
        "FLOAT, false, -128 127, BYTE, false, -128 127",
        "USHORT, false, 0 3 65535, FLOAT, false, 0 3 65535",
        "UINT, false, 16777216, FLOAT, false, 16777216",
        // Integers that the stream calls fractions, and floats for an accessor that does.
        "UBYTE, true, 0 51 255, FLOAT, false, 0 0.2 1",
        "SHORT, true, -32768 -32767 32767, FLOAT, false, -1 -1 1",
        "UBYTE, true, 0 51 255, USHORT, true, 0 13107 65535",
        "FLOAT, false, 0 0.2 1, UBYTE, true, 0 51 255",
        "FLOAT, false, -1 0.5 1, SHORT, true, -32767 16384 32767",
        // What the stream does not call a fraction stays the number that it is.
        "USHORT, false, 0 255, UBYTE, true, 0 255",
    })
    void keepsEveryNumber(Type from, boolean fractions, String stored, Type to, boolean normalized, String expected) {
        byte[] converted = convert(from, fractions, stored, to, normalized);

        assertThat(from.read(from.bytes(stored))).as("the fixture").isEqualTo(stored);
        assertThat(to.read(converted)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "USHORT, false, 256, UBYTE, false, 256.0",
        "UBYTE, false, 128, BYTE, false, 128.0",
        "BYTE, false, -1, UINT, false, -1.0",
        "FLOAT, false, 0.5, UBYTE, false, 0.5",
        "FLOAT, false, 70000, USHORT, false, 70000.0",
        "FLOAT, false, NaN, UBYTE, false, NaN",
        "FLOAT, false, NaN, UBYTE, true, NaN",
        "FLOAT, false, 1.5, UBYTE, true, 1.5",
        "FLOAT, false, -0.5, USHORT, true, -0.5",
        "SHORT, true, -32767, UBYTE, true, -32767.0",
        "FLOAT, false, Infinity, UINT, false, Infinity",
    })
    void losesNoNumberSilently(Type from, boolean fractions, String stored, Type to, boolean normalized, String told) {
        assertThatThrownBy(() -> convert(from, fractions, stored, to, normalized))
                .isInstanceOf(ArithmeticException.class)
                .hasMessage(told);
    }

    @Test
    void copiesNothingWhereTheTypesAreOne() {
        byte[] values = {1, 2, 3};

        assertThat(new DracoConversion(
                                new DracoMesh.Attribute(Components.UNSIGNED_BYTE, 3, false, values),
                                accessor(Type.UBYTE, true))
                        .values())
                .isSameAs(values);
    }

    private static byte[] convert(Type from, boolean fractions, String stored, Type to, boolean normalized) {
        var attribute = new DracoMesh.Attribute(from.code, 1, fractions, from.bytes(stored));
        return new DracoConversion(attribute, accessor(to, normalized)).values();
    }

    private static Accessor accessor(Type type, boolean normalized) {
        return new Accessor(0, 0, type.code, normalized, 1, "SCALAR", new double[0], new double[0], null);
    }

    /** The component types, written and read by the JDK's own buffers. */
    enum Type {
        BYTE(Components.BYTE, 1),
        UBYTE(Components.UNSIGNED_BYTE, 1),
        SHORT(Components.SHORT, 2),
        USHORT(Components.UNSIGNED_SHORT, 2),
        UINT(Components.UNSIGNED_INT, 4),
        FLOAT(Components.FLOAT, 4);

        private final int code;
        private final int size;

        Type(int code, int size) {
            this.code = code;
            this.size = size;
        }

        byte[] bytes(String numbers) {
            String[] words = numbers.split(" ", -1);
            ByteBuffer out = ByteBuffer.allocate(words.length * size).order(ByteOrder.LITTLE_ENDIAN);
            Arrays.stream(words).forEach(word -> {
                switch (this) {
                    case BYTE, UBYTE -> out.put((byte) Integer.parseInt(word));
                    case SHORT, USHORT -> out.putShort((short) Integer.parseInt(word));
                    case UINT -> out.putInt((int) Long.parseLong(word));
                    case FLOAT -> out.putFloat(Float.parseFloat(word));
                }
            });
            return out.array();
        }

        String read(byte[] values) {
            ByteBuffer in = ByteBuffer.wrap(values).order(ByteOrder.LITTLE_ENDIAN);
            return IntStream.range(0, values.length / size)
                    .mapToObj(i -> switch (this) {
                        case BYTE -> Integer.toString(in.get());
                        case UBYTE -> Integer.toString(Byte.toUnsignedInt(in.get()));
                        case SHORT -> Integer.toString(in.getShort());
                        case USHORT -> Integer.toString(Short.toUnsignedInt(in.getShort()));
                        case UINT -> Long.toString(Integer.toUnsignedLong(in.getInt()));
                        case FLOAT -> plain(in.getFloat());
                    })
                    .collect(Collectors.joining(" "));
        }

        private static String plain(float value) {
            return value == Math.rint(value) ? Long.toString((long) value) : Float.toString(value);
        }
    }
}
