// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.meshopt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compares each filter with the formulas of KHR_meshopt_compression, in Java and in double precision. */
class VertexFilterTest {

    private static final int COUNT = 5000;

    private final Random random = new Random(11);

    private static ByteBuffer filtered(VertexFilter filter, int stride, int bits, float[] data) {
        int count = data.length / filter.components(stride);
        byte[] encoded = new byte[count * stride];
        filter.encode(MemorySegment.ofArray(encoded), count, stride, bits, MemorySegment.ofArray(data));
        return ByteBuffer.wrap(encoded).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static ByteBuffer decoded(VertexFilter filter, ByteBuffer encoded, int stride) {
        byte[] copy = encoded.array().clone();
        filter.decode(MemorySegment.ofArray(copy), copy.length / stride, stride);
        return ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int component(ByteBuffer buffer, int stride, int element, int component) {
        return stride == 4 ? buffer.get(element * 4 + component) : buffer.getShort(element * 8 + component * 2);
    }

    private float[] unitVectors(int components) {
        float[] data = new float[COUNT * 4];
        for (int i = 0; i < data.length; i += 4) {
            double length = 0;
            for (int c = 0; c < components; c++) {
                data[i + c] = (float) random.nextGaussian();
                length += data[i + c] * data[i + c];
            }
            for (int c = 0; c < components; c++) {
                data[i + c] /= (float) Math.sqrt(length);
            }
        }
        return data;
    }

    @ParameterizedTest
    @CsvSource({"4,8", "4,5", "8,10", "8,16"})
    void octahedraKeepDirectionsAsTheirBitsAllow(int stride, int bits) {
        float[] normals = unitVectors(3);
        ByteBuffer encoded = filtered(VertexFilter.OCT, stride, bits, normals);
        ByteBuffer decoded = decoded(VertexFilter.OCT, encoded, stride);
        double max = stride == 4 ? 127 : 32767;
        double step = 1.0 / ((1 << bits - 1) - 1);
        for (int i = 0; i < COUNT; i++) {
            double x = component(encoded, stride, i, 0);
            double y = component(encoded, stride, i, 1);
            double one = component(encoded, stride, i, 2);
            double z = one - Math.abs(x) - Math.abs(y);
            double t = Math.min(z, 0);
            x += x >= 0 ? t : -t;
            y += y >= 0 ? t : -t;
            double length = Math.sqrt(x * x + y * y + z * z);
            double[] expected = {x / length, y / length, z / length};
            double error = 0;
            for (int c = 0; c < 3; c++) {
                double value = component(decoded, stride, i, c) / max;
                assertThat(value).isCloseTo(expected[c], within(0.51 / max));
                error = Math.max(error, Math.abs(value - normals[i * 4 + c]));
            }
            assertThat(error).isLessThan(2 * step + 1 / max);
        }
    }

    @ParameterizedTest
    @CsvSource({"16", "12", "8"})
    void quaternionsKeepRotationsAsTheirBitsAllow(int bits) {
        float[] rotations = unitVectors(4);
        ByteBuffer decoded = decoded(VertexFilter.QUAT, filtered(VertexFilter.QUAT, 8, bits, rotations), 8);
        for (int i = 0; i < COUNT; i++) {
            double dot = 0;
            for (int c = 0; c < 4; c++) {
                dot += component(decoded, 8, i, c) / 32767.0 * rotations[i * 4 + c];
            }
            double step = Math.sqrt(0.5) / ((1 << bits - 1) - 1);
            assertThat(Math.abs(dot)).isGreaterThan(1 - 3 * step * step - 2e-4);
        }
    }

    @ParameterizedTest
    @CsvSource({"4,24", "12,15", "16,8", "256,12"})
    void exponentsKeepFloatsRelativeToTheLargestOfTheirVector(int stride, int bits) {
        int components = stride / 4;
        float[] data = new float[COUNT / 10 * components];
        for (int i = 0; i < data.length; i++) {
            data[i] = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(9) - 4));
        }
        ByteBuffer encoded = filtered(VertexFilter.EXP, stride, bits, data);
        ByteBuffer decoded = decoded(VertexFilter.EXP, encoded, stride);
        for (int i = 0; i < data.length; i++) {
            int raw = encoded.getInt(i * 4);
            assertThat(decoded.getFloat(i * 4)).isEqualTo((float) Math.scalb((double) (raw << 8 >> 8), raw >> 24));
            float largest = 0;
            for (int c = 0; c < components; c++) {
                largest = Math.max(largest, Math.abs(data[i / components * components + c]));
            }
            assertThat((double) decoded.getFloat(i * 4))
                    .isCloseTo(data[i], within(largest * Math.scalb(2.0, -bits) * 2));
        }
    }

    @ParameterizedTest
    @CsvSource({"4,8", "8,12", "8,16"})
    void coloursKeepTheirValueAsTheirBitsAllow(int stride, int bits) {
        float[] colours = new float[COUNT * 4];
        for (int i = 0; i < colours.length; i++) {
            colours[i] = random.nextFloat();
        }
        ByteBuffer decoded = decoded(VertexFilter.COLOR, filtered(VertexFilter.COLOR, stride, bits, colours), stride);
        int max = stride == 4 ? 255 : 65535;
        for (int i = 0; i < COUNT; i++) {
            for (int c = 0; c < 4; c++) {
                double value = (component(decoded, stride, i, c) & max) / (double) max;
                assertThat(value).isCloseTo(colours[i * 4 + c], within(4.0 / (1 << bits)));
            }
        }
    }

    @Test
    void decodingTakesAnyBytes() {
        byte[] noise = new byte[8 * 1001];
        random.nextBytes(noise);
        for (VertexFilter filter : VertexFilter.values()) {
            filter.decode(MemorySegment.ofArray(noise.clone()), 1001, 8);
        }
        Meshopt.decodeFilterOct(noise, 2002, 4);
        Meshopt.decodeFilterQuat(noise, 1001, 8);
        Meshopt.decodeFilterExp(noise, 1001, 8);
        Meshopt.decodeFilterColor(noise, 2002, 4);
    }
}
