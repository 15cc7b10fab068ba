// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.meshopt;

import static com.avvyland.worker.mesh.meshopt.simplifier_h.meshopt_simplify;
import static com.avvyland.worker.mesh.meshopt.simplifier_h.meshopt_simplifySloppy;
import static com.avvyland.worker.mesh.meshopt.simplifier_h.meshopt_simplifyWithAttributes;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes meshes with fewer triangles over the same vertices.
 *
 * <p>Results differ between CPU families in the last bits (fused multiply-add): never put one into a digest that must
 * be the same everywhere. Segments may be heap arrays or native memory. Safe for any thread. All throw
 * {@link MeshoptException} before native code runs.
 */
public final class Simplifying {

    /** What meshoptimizer asserts. */
    public static final int MAX_ATTRIBUTES = 32;

    private static final int INDEX_BYTES = Integer.BYTES;

    /** Measured on 4.2 million triangles: a sixth less time for a view than with pieces of a million. */
    private static final int PIECE_INDICES = 3 << 18;

    private Simplifying() {}

    /** Options of meshoptimizer.h, in the order of their bits. */
    public enum Option {
        /** Keep vertices on open borders. */
        LOCK_BORDER,
        /** Be fast where the indices use few of the vertices; the error is relative to what they use. */
        SPARSE,
        /** Take and return the error in the unit of the positions. */
        ERROR_ABSOLUTE,
        /** Drop small separate parts. */
        PRUNE,
        /** Make triangles more regular, at a cost in quality. */
        REGULARIZE,
        /** Collapse across attribute seams too. */
        PERMISSIVE,
        /** Make triangles somewhat more regular. */
        REGULARIZE_LIGHT;

        static int bits(Set<Option> options) {
            return options.stream().mapToInt(option -> 1 << option.ordinal()).sum();
        }
    }

    /**
     * Says how far to go.
     *
     * @param indexCount stop here; 0 to the count of the source
     * @param error stop here: relative to the size of the mesh (0.01 is 1 %), from 0
     */
    public record Target(int indexCount, float error, Set<Option> options) {

        public Target {
            Checks.range("indexCount", indexCount, 0, Checks.MAX_INDICES);
            Checks.finite("error", error, 0);
            options = options.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(options));
        }

        public static Target of(int indexCount, float error) {
            return new Target(indexCount, error, Set.of());
        }
    }

    /**
     * Holds what came out.
     *
     * @param indexCount how many indices of the destination are used
     * @param error reached, in the unit of {@link Target#error}; NaN where positions are too large to be squared
     */
    public record Simplified(int indexCount, float error) {}

    private interface Run {
        long run(
                MemorySegment destination,
                MemorySegment indices,
                long count,
                MemorySegment positions,
                MemorySegment error);
    }

    /**
     * Simplify, keeping the topology. More than a quarter of a million triangles are taken in pieces, in the order they come in, whose
     * open edges stay: the library's own memory, some 85 bytes a triangle, is then that of one piece.
     *
     * @param destination as long as {@code indices}
     */
    public static Simplified simplify(
            MemorySegment destination, MemorySegment indices, VertexStream positions, Target target) {
        return simplify(destination, indices, positions, target, PIECE_INDICES);
    }

    static Simplified simplify(
            MemorySegment destination, MemorySegment indices, VertexStream positions, Target target, int piece) {
        return indices.byteSize() / INDEX_BYTES <= piece
                ? whole(destination, indices, positions, target)
                : pieces(destination, indices, positions, target, piece);
    }

    private static Simplified pieces(
            MemorySegment destination, MemorySegment indices, VertexStream positions, Target target, int most) {
        int count = Checks.triangleIndexCount("indices", indices);
        Checks.range("target.indexCount", target.indexCount(), 0, count);
        Checks.floats("positions", positions, 3);
        boolean absolute = target.options().contains(Option.ERROR_ABSOLUTE);
        float scale = absolute ? 1 : extent(positions);
        Set<Option> options = EnumSet.of(Option.LOCK_BORDER, Option.SPARSE, Option.ERROR_ABSOLUTE);
        options.addAll(target.options());
        int pieces = (count + most - 1) / most;
        int size = (count / 3 + pieces - 1) / pieces * 3;
        int left = 0;
        float error = 0;
        for (int from = 0; from < count; from += size) {
            int taken = Math.min(size, count - from);
            int share = (int) ((long) target.indexCount() * taken / count);
            Simplified piece = whole(
                    slice(destination, left, taken),
                    slice(indices, from, taken),
                    positions,
                    new Target(share - share % 3, Math.min(target.error() * scale, Float.MAX_VALUE), options));
            left += piece.indexCount();
            error = Math.max(error, piece.error());
        }
        return new Simplified(left, error / scale);
    }

    private static MemorySegment slice(MemorySegment indices, int from, int count) {
        return indices.asSlice((long) from * INDEX_BYTES, (long) count * INDEX_BYTES);
    }

    /** Return the longest side of the box around the positions: what the library's relative errors are of. */
    private static float extent(VertexStream positions) {
        float longest = 0;
        for (int axis = 0; axis < 3; axis++) {
            float low = Float.POSITIVE_INFINITY;
            float high = Float.NEGATIVE_INFINITY;
            for (int i = 0; i < positions.count(); i++) {
                float value = positions.data().get(JAVA_FLOAT_UNALIGNED, (long) i * positions.stride() + axis * 4L);
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
            longest = Math.max(longest, high - low);
        }
        return longest == 0 ? 1 : longest;
    }

    private static Simplified whole(
            MemorySegment destination, MemorySegment indices, VertexStream positions, Target target) {
        try (Staging staging = new Staging()) {
            return run(
                    staging,
                    destination,
                    indices,
                    positions,
                    target,
                    (result, used, count, data, error) -> meshopt_simplify(
                            result,
                            used,
                            count,
                            data,
                            positions.count(),
                            positions.stride(),
                            target.indexCount(),
                            target.error(),
                            Option.bits(target.options()),
                            error));
        }
    }

    /**
     * Simplify, keeping the topology and an eye on attributes such as normals and colours.
     *
     * @param destination as long as {@code indices}
     * @param attributes finite floats, as many vertices as positions
     * @param weights what an attribute counts for, from 0; at most 32, and no more than an element has floats
     * @param locks null, or a byte a vertex: 1 keeps it in place
     */
    public static Simplified simplifyWithAttributes(
            MemorySegment destination,
            MemorySegment indices,
            VertexStream positions,
            VertexStream attributes,
            float[] weights,
            @Nullable MemorySegment locks,
            Target target) {
        Checks.range("weights", weights.length, 0, MAX_ATTRIBUTES);
        for (float weight : weights) {
            Checks.finite("weight", weight, 0);
        }
        Checks.floats("attributes", attributes, Math.max(1, weights.length));
        requireSameCount("attributes", attributes.count(), positions);
        try (Staging staging = new Staging()) {
            MemorySegment values = staging.read("attributes", attributes.data(), attributes.length(), Float.BYTES);
            Checks.finite("attributes", values, attributes, weights.length);
            MemorySegment weighed = staging.arena().allocateFrom(JAVA_FLOAT, weights);
            MemorySegment locked = locks(staging, locks, positions);
            return run(
                    staging,
                    destination,
                    indices,
                    positions,
                    target,
                    (result, used, count, data, error) -> meshopt_simplifyWithAttributes(
                            result,
                            used,
                            count,
                            data,
                            positions.count(),
                            positions.stride(),
                            values,
                            attributes.stride(),
                            weighed,
                            weights.length,
                            locked,
                            target.indexCount(),
                            target.error(),
                            Option.bits(target.options()),
                            error));
        }
    }

    /**
     * Simplify fast and without regard for topology or appearance.
     *
     * @param destination as long as {@code indices}
     * @param locks null, or a byte a vertex: 1 keeps it in place, for all vertices of one position alike
     * @param target without options
     */
    public static Simplified simplifySloppy(
            MemorySegment destination,
            MemorySegment indices,
            VertexStream positions,
            @Nullable MemorySegment locks,
            Target target) {
        if (!target.options().isEmpty()) {
            throw MeshoptException.of("options", target.options(), "none");
        }
        try (Staging staging = new Staging()) {
            MemorySegment locked = locks(staging, locks, positions);
            return run(
                    staging,
                    destination,
                    indices,
                    positions,
                    target,
                    (result, used, count, data, error) -> meshopt_simplifySloppy(
                            result,
                            used,
                            count,
                            data,
                            positions.count(),
                            positions.stride(),
                            locked,
                            target.indexCount(),
                            target.error(),
                            error));
        }
    }

    private static Simplified run(
            Staging staging,
            MemorySegment destination,
            MemorySegment indices,
            VertexStream positions,
            Target target,
            Run call) {
        int count = Checks.triangleIndexCount("indices", indices);
        Checks.range("target.indexCount", target.indexCount(), 0, count);
        Checks.floats("positions", positions, 3);
        MemorySegment used = staging.read("indices", indices, (long) count * INDEX_BYTES, INDEX_BYTES);
        Checks.below("indices", used, count, positions.count());
        MemorySegment data = staging.read("positions", positions.data(), positions.length(), Float.BYTES);
        Checks.finite("positions", data, positions, 3);
        MemorySegment result = staging.write("destination", destination, (long) count * INDEX_BYTES, INDEX_BYTES);
        MemorySegment error = staging.arena().allocate(JAVA_FLOAT);
        long left = call.run(result, used, count, data, error);
        staging.commit();
        return new Simplified((int) left, error.get(JAVA_FLOAT, 0));
    }

    private static MemorySegment locks(Staging staging, @Nullable MemorySegment locks, VertexStream positions) {
        return locks == null ? MemorySegment.NULL : staging.read("locks", locks, positions.count(), 1);
    }

    private static void requireSameCount(String name, int count, VertexStream positions) {
        if (count != positions.count()) {
            throw MeshoptException.of(name + ".count", count, positions.count() + ", as positions");
        }
    }
}
