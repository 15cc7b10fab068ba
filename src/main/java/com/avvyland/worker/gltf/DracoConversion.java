// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.gltf;

import com.avvyland.worker.gltf.GltfAsset.Accessor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Turns the numbers of a Draco attribute into the component type that their accessor promises, as
 * KHR_draco_mesh_compression lets a decoder do; a number never becomes another one.
 *
 * <p>A fraction (a float, or an integer that the stream calls normalized) becomes the nearest one that a normalized
 * accessor can hold, within 0..1 or -1..1. Any other number must be whole and in range where the accessor's are.
 */
final class DracoConversion {

    private final DracoMesh.Attribute from;
    private final Accessor to;

    DracoConversion(DracoMesh.Attribute from, Accessor to) {
        this.from = from;
        this.to = to;
    }

    /**
     * Convert all numbers.
     *
     * @return the same array where the types are equal
     * @throws ArithmeticException when one cannot be kept; its message is the number
     */
    byte[] values() {
        if (from.componentType() == to.componentType()) {
            return from.values();
        }
        ByteBuffer in = ByteBuffer.wrap(from.values()).order(ByteOrder.LITTLE_ENDIAN);
        int count = in.remaining() / Components.size(from.componentType());
        ByteBuffer out = ByteBuffer.allocate(Math.multiplyExact(count, Components.size(to.componentType())))
                .order(ByteOrder.LITTLE_ENDIAN);
        boolean fractions = from.normalized() || from.componentType() == Components.FLOAT;
        for (int i = 0; i < count; i++) {
            double stored = read(in);
            if (to.componentType() == Components.FLOAT) {
                out.putFloat((float) meaning(stored));
            } else if (to.normalized() && fractions) {
                write(out, Math.rint(meaning(stored) * max(to.componentType())), stored);
            } else {
                write(out, stored, stored);
            }
        }
        return out.array();
    }

    private double meaning(double stored) {
        return from.normalized() && from.componentType() != Components.FLOAT
                ? Math.max(stored / max(from.componentType()), -1)
                : stored;
    }

    private double read(ByteBuffer in) {
        return switch (from.componentType()) {
            case Components.BYTE -> in.get();
            case Components.UNSIGNED_BYTE -> in.get() & 0xff;
            case Components.SHORT -> in.getShort();
            case Components.UNSIGNED_SHORT -> in.getShort() & 0xffff;
            case Components.UNSIGNED_INT -> in.getInt() & 0xffff_ffffL;
            default -> in.getFloat();
        };
    }

    private void write(ByteBuffer out, double value, double stored) {
        double max = max(to.componentType());
        boolean signed = to.componentType() == Components.BYTE || to.componentType() == Components.SHORT;
        // Not "below or above": that would let NaN pass.
        boolean fits = value >= (signed ? -max - 1 : 0) && value <= max && value == Math.rint(value);
        if (!fits) {
            throw new ArithmeticException(Double.toString(stored));
        }
        switch (Components.size(to.componentType())) {
            case 1 -> out.put((byte) (int) value);
            case 2 -> out.putShort((short) (int) value);
            default -> out.putInt((int) (long) value);
        }
    }

    private static double max(int componentType) {
        return switch (componentType) {
            case Components.BYTE -> Byte.MAX_VALUE;
            case Components.UNSIGNED_BYTE -> 255;
            case Components.SHORT -> Short.MAX_VALUE;
            case Components.UNSIGNED_SHORT -> 65_535;
            default -> 4_294_967_295.0;
        };
    }
}
