// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.meshopt;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Calls a few functions with known answers before anybody else may call one.
 *
 * <p>Together they pass every type of the table in every position class (integers, floats, the stack, a pointer that is
 * written through), so a library with another calling convention is noticed on two triangles.
 */
final class SelfTest {

    private static final String EXPECTED = "meshoptimizer 1.2 or later in the expected calling convention";

    /** Two triangles over a unit square; corners 3 and 5 repeat 1 and 2. */
    private static final float[] SQUARE = {0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 1, 0};

    private static final int[] WELDED = {0, 1, 2, 1, 3, 2};

    private SelfTest() {}

    /** @throws UnavailableMeshoptException when an answer is wrong */
    static void run(NativeLibrary library) {
        try (Arena arena = Arena.ofConfined()) {
            bounds(library);
            MemorySegment indices = arena.allocateFrom(JAVA_INT, WELDED);
            MemorySegment positions = arena.allocateFrom(JAVA_FLOAT, SQUARE);
            weld(library, arena, positions);
            roundTrip(library, arena, indices, positions);
            simplify(library, arena, indices, positions);
        } catch (UnavailableMeshoptException e) {
            throw e;
        } catch (Throwable e) {
            throw new UnavailableMeshoptException(
                    "%s: self-test failed with %s (expected: %s)".formatted(library.description(), e, EXPECTED), e);
        }
    }

    private static void bounds(NativeLibrary library) throws Throwable {
        long bound =
                (long) library.handle(NativeFunction.ENCODE_VERTEX_BUFFER_BOUND).invokeExact(1000L, 16L);
        expect(library, "encodeVertexBufferBound", bound, 16929L);
    }

    private static void weld(NativeLibrary library, Arena arena, MemorySegment positions) throws Throwable {
        MemorySegment remap = arena.allocate(JAVA_INT, 6);
        long unique = (long) library.handle(NativeFunction.GENERATE_VERTEX_REMAP)
                .invokeExact(remap, MemorySegment.NULL, 6L, positions, 6L, 12L);
        expect(library, "generateVertexRemap", unique, 4L);
        expect(library, "generateVertexRemap", Arrays.toString(remap.toArray(JAVA_INT)), Arrays.toString(WELDED));
        MemorySegment sphere = (MemorySegment) library.handle(NativeFunction.COMPUTE_SPHERE_BOUNDS)
                .invokeExact((java.lang.foreign.SegmentAllocator) arena, positions, 6L, 12L, MemorySegment.NULL, 0L);
        expect(library, "computeSphereBounds", meshopt_Bounds.center(sphere, 0), 0.5f);
        expect(library, "computeSphereBounds", meshopt_Bounds.radius(sphere), (float) Math.sqrt(0.5));
    }

    private static void roundTrip(NativeLibrary library, Arena arena, MemorySegment indices, MemorySegment positions)
            throws Throwable {
        MemorySegment code = arena.allocate(1024);
        long size = (long) library.handle(NativeFunction.ENCODE_VERTEX_BUFFER_LEVEL)
                .invokeExact(code, 1024L, positions, 6L, 12L, 3, 1);
        expect(library, "encodeVertexBufferLevel", (int) code.get(JAVA_BYTE, 0), (int) (byte) 0xa1);
        MemorySegment decoded = arena.allocate(SQUARE.length * 4L);
        int result =
                (int) library.handle(NativeFunction.DECODE_VERTEX_BUFFER).invokeExact(decoded, 6L, 12L, code, size);
        expect(library, "decodeVertexBuffer", result, 0);
        expect(library, "decodeVertexBuffer", decoded.mismatch(positions), -1L);
        size = (long) library.handle(NativeFunction.ENCODE_INDEX_BUFFER).invokeExact(code, 1024L, indices, 6L);
        MemorySegment triangles = arena.allocate(JAVA_INT, 6);
        result = (int) library.handle(NativeFunction.DECODE_INDEX_BUFFER).invokeExact(triangles, 6L, 4L, code, size);
        expect(library, "decodeIndexBuffer", result, 0);
        // The codec may rotate the corners of a triangle.
        expect(
                library,
                "decodeIndexBuffer",
                Arrays.stream(triangles.toArray(JAVA_INT)).sum(),
                9);
    }

    private static void simplify(NativeLibrary library, Arena arena, MemorySegment indices, MemorySegment positions)
            throws Throwable {
        MemorySegment destination = arena.allocate(JAVA_INT, 6);
        MemorySegment error = arena.allocateFrom(JAVA_FLOAT, -1f);
        // Vertex 4 is the square's fourth corner here.
        indices = arena.allocateFrom(JAVA_INT, 0, 1, 2, 1, 4, 2);
        long left = (long) library.handle(NativeFunction.SIMPLIFY)
                .invokeExact(destination, indices, 6L, positions, 6L, 12L, 6L, 0.01f, 0, error);
        expect(library, "simplify", left, 6L);
        expect(library, "simplify", error.get(JAVA_FLOAT, 0), 0f);
        error.set(JAVA_FLOAT, 0, -1f);
        left = (long) library.handle(NativeFunction.SIMPLIFY_WITH_ATTRIBUTES)
                .invokeExact(
                        destination,
                        indices,
                        6L,
                        positions,
                        6L,
                        12L,
                        positions,
                        12L,
                        arena.allocateFrom(JAVA_FLOAT, 1f, 1f, 1f),
                        3L,
                        MemorySegment.NULL,
                        6L,
                        0.01f,
                        0,
                        error);
        expect(library, "simplifyWithAttributes", left, 6L);
        expect(library, "simplifyWithAttributes", error.get(JAVA_FLOAT, 0), 0f);
    }

    private static void expect(NativeLibrary library, String function, Object actual, Object expected) {
        if (!actual.equals(expected)) {
            throw new UnavailableMeshoptException(
                    "%s: self-test of %s gave %s instead of %s (expected: %s)"
                            .formatted(library.description(), function, actual, expected, EXPECTED),
                    null);
        }
    }
}
