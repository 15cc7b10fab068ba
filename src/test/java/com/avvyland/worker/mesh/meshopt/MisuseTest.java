// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.meshopt;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.avvyland.worker.mesh.meshopt.Simplifying.Option;
import com.avvyland.worker.mesh.meshopt.Simplifying.Target;
import com.avvyland.worker.mesh.meshopt.VertexCodec.Version;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Whatever would end the JVM, or corrupt it in silence, is a MeshoptException that names the argument. */
class MisuseTest {

    private static final VertexStream SQUARE = VertexStream.ofFloats(new float[12], 3);
    private static final MemorySegment TWO_TRIANGLES = ints(0, 1, 2, 1, 3, 2);
    private static final MemorySegment CODE = MemorySegment.ofArray(new byte[4096]);

    private static MemorySegment ints(int... values) {
        return MemorySegment.ofArray(values);
    }

    private static MemorySegment room() {
        return ints(new int[64]);
    }

    private static DynamicTest refuses(String misuse, String message, ThrowingCallable call) {
        return dynamicTest(
                misuse,
                () -> assertThatThrownBy(call)
                        .isInstanceOf(MeshoptException.class)
                        .isNotInstanceOf(UnavailableMeshoptException.class)
                        .hasMessage(message));
    }

    private static VertexStream floats(float... values) {
        return VertexStream.ofFloats(values, 3);
    }

    @TestFactory
    Stream<DynamicTest> indices() {
        return Stream.of(
                refuses(
                        "the largest index",
                        "indices: index 4294967295 (expected: less than 4)",
                        () -> Ordering.optimizeVertexCache(room(), ints(0, 1, -1), 4)),
                refuses(
                        "index far off",
                        "indices: index 1000000 (expected: less than 4)",
                        () -> Ordering.optimizeVertexCacheStrip(room(), ints(0, 1, 1_000_000), 4)),
                refuses(
                        "index off by one",
                        "indices: index 4 (expected: less than 4)",
                        () -> Ordering.optimizeOverdraw(room(), ints(0, 1, 4), SQUARE, 1.05f)),
                refuses(
                        "weld",
                        "indices: index 4 (expected: less than 4)",
                        () -> Reindexing.generateVertexRemap(room(), ints(4), SQUARE)),
                refuses(
                        "weld of streams",
                        "indices: index 4 (expected: less than 4)",
                        () -> Reindexing.generateVertexRemapMulti(room(), ints(4), List.of(SQUARE))),
                refuses(
                        "remapped index",
                        "indices: index 4 (expected: less than 4)",
                        () -> Reindexing.remapIndexBuffer(room(), ints(4), ints(0, 1, 2, 3))),
                refuses(
                        "index of a dropped vertex",
                        "remap: index 4294967295 (expected: less than 2147483647)",
                        () -> Reindexing.remapIndexBuffer(room(), ints(1), ints(0, -1))),
                refuses(
                        "remap past the destination",
                        "remap: index 2 (expected: less than 2)",
                        () -> Reindexing.remapVertexBuffer(
                                MemorySegment.ofArray(new byte[24]), SQUARE, ints(0, 1, 2, -1))),
                refuses(
                        "fetch",
                        "indices: index 4 (expected: less than 4)",
                        () -> Ordering.optimizeVertexFetch(room(), ints(0, 1, 4), SQUARE)),
                refuses(
                        "fetch remap",
                        "indices: index 4 (expected: less than 4)",
                        () -> Ordering.optimizeVertexFetchRemap(room(), ints(0, 1, 4), 4)),
                refuses(
                        "spatial sort",
                        "indices: index 4 (expected: less than 4)",
                        () -> Ordering.spatialSortTriangles(room(), ints(0, 1, 4), SQUARE)),
                refuses(
                        "simplify",
                        "indices: index 4 (expected: less than 4)",
                        () -> Simplifying.simplify(room(), ints(0, 1, 4), SQUARE, Target.of(3, 1))),
                refuses(
                        "simplify with attributes",
                        "indices: index 4 (expected: less than 4)",
                        () -> Simplifying.simplifyWithAttributes(
                                room(), ints(0, 1, 4), SQUARE, SQUARE, new float[3], null, Target.of(3, 1))),
                refuses(
                        "simplify sloppy",
                        "indices: index 4 (expected: less than 4)",
                        () -> Simplifying.simplifySloppy(room(), ints(0, 1, 4), SQUARE, null, Target.of(3, 1))),
                refuses(
                        "encode triangles",
                        "indices: index 4 (expected: less than 4)",
                        () -> IndexCodec.encodeIndexBuffer(ints(0, 1, 4), 4)),
                refuses(
                        "encode a sequence",
                        "indices: index 4 (expected: less than 4)",
                        () -> IndexCodec.encodeIndexSequence(ints(4), 4)));
    }

    @TestFactory
    Stream<DynamicTest> counts() {
        return Stream.of(
                refuses(
                        "four indices",
                        "indices: 4 indices (expected: a multiple of 3)",
                        () -> Ordering.optimizeVertexCache(room(), ints(0, 1, 2, 3), 4)),
                refuses(
                        "four indices to simplify",
                        "indices: 4 indices (expected: a multiple of 3)",
                        () -> Simplifying.simplify(room(), ints(0, 1, 2, 3), SQUARE, Target.of(3, 1))),
                refuses(
                        "four indices to encode",
                        "indices: 4 indices (expected: a multiple of 3)",
                        () -> IndexCodec.encodeIndexBuffer(ints(0, 1, 2, 3), 4)),
                refuses(
                        "four indices to decode",
                        "count: 4 indices (expected: a multiple of 3)",
                        () -> IndexCodec.decodeIndexBuffer(room(), 4, 4, CODE, 4)),
                refuses(
                        "half an index",
                        "indices: 13 bytes (expected: a multiple of 4)",
                        () -> Ordering.optimizeVertexCache(room(), MemorySegment.ofArray(new byte[13]), 4)),
                refuses(
                        "short destination",
                        "destination: 20 bytes (expected: at least 24)",
                        () -> Ordering.optimizeVertexCache(ints(new int[5]), TWO_TRIANGLES, 4)),
                refuses(
                        "short table",
                        "destination: 12 bytes (expected: at least 16)",
                        () -> Reindexing.generateVertexRemap(ints(new int[3]), null, SQUARE)),
                refuses(
                        "short vertices",
                        "data: 47 bytes (expected: at least 48)",
                        () -> VertexStream.of(MemorySegment.ofArray(new byte[47]), 4, 12)),
                refuses(
                        "negative count",
                        "count: -1 (expected: 0 to 100000000)",
                        () -> VertexStream.of(room(), -1, 12)),
                refuses(
                        "negative vertex count",
                        "vertexCount: -1 (expected: 0 to 100000000)",
                        () -> Ordering.optimizeVertexCache(room(), ints(), -1)),
                refuses(
                        "count times stride beyond 2^31",
                        "count * stride: 25600000000 (expected: 0 to 2147483639)",
                        () -> Meshopt.decodeVertexBuffer(new byte[25_000_000], 100_000_000, 256)),
                refuses(
                        "target above the source",
                        "target.indexCount: 9 (expected: 0 to 6)",
                        () -> Simplifying.simplify(room(), TWO_TRIANGLES, SQUARE, Target.of(9, 1))),
                refuses(
                        "no stream",
                        "streams: 0 (expected: 1 to 16)",
                        () -> Reindexing.generateVertexRemapMulti(room(), null, List.of())),
                refuses(
                        "seventeen streams",
                        "streams: 17 (expected: 1 to 16)",
                        () -> Reindexing.generateVertexRemapMulti(
                                room(),
                                null,
                                Stream.generate(() -> SQUARE).limit(17).toList())),
                refuses(
                        "streams of other counts",
                        "streams[1].count: 1 (expected: 4)",
                        () -> Reindexing.generateVertexRemapMulti(room(), null, List.of(SQUARE, floats(1, 2, 3)))),
                refuses(
                        "attributes of another count",
                        "attributes.count: 1 (expected: 4, as positions)",
                        () -> Simplifying.simplifyWithAttributes(
                                room(), TWO_TRIANGLES, SQUARE, floats(1, 2, 3), new float[3], null, Target.of(3, 1))),
                refuses(
                        "short locks",
                        "locks: 3 bytes (expected: at least 4)",
                        () -> Simplifying.simplifySloppy(
                                room(), TWO_TRIANGLES, SQUARE, MemorySegment.ofArray(new byte[3]), Target.of(3, 1))),
                refuses(
                        "no point",
                        "positions.count: 0 (expected: 1 to 100000000)",
                        () -> Ordering.computeSphereBounds(floats())));
    }

    @TestFactory
    Stream<DynamicTest> sizesAndStrides() {
        MemorySegment data = MemorySegment.ofArray(new byte[4096]);
        return Stream.of(
                refuses("size 0", "size: 0 (expected: 1 to 256)", () -> VertexStream.of(data, 1, 0)),
                refuses("size 257", "size: 257 (expected: 1 to 256)", () -> VertexStream.of(data, 1, 257)),
                refuses(
                        "stride under the size",
                        "stride: 11 (expected: 12 to 256)",
                        () -> new VertexStream(data, 1, 12, 11)),
                refuses(
                        "odd stride of floats",
                        "positions.stride: 13 (expected: a multiple of 4)",
                        () -> Ordering.spatialSortRemap(room(), new VertexStream(data, 1, 12, 13))),
                refuses(
                        "two floats a position",
                        "positions.size: 8 (expected: at least 12)",
                        () -> Ordering.spatialSortRemap(room(), VertexStream.of(data, 1, 8))),
                refuses(
                        "gaps where none may be",
                        "stride: 16 (expected: size 12)",
                        () -> Reindexing.generateVertexRemap(room(), null, new VertexStream(data, 1, 12, 16))),
                refuses(
                        "odd size to encode",
                        "stride: 6 (expected: a multiple of 4)",
                        () -> VertexCodec.encodeVertexBuffer(VertexStream.of(data, 4, 6), 3, Version.V1)),
                refuses(
                        "odd stride to decode",
                        "stride: 6 (expected: a multiple of 4)",
                        () -> Meshopt.decodeVertexBuffer(new byte[64], 4, 6)),
                refuses(
                        "stride 0 to decode",
                        "stride: 0 (expected: 4 to 256)",
                        () -> Meshopt.decodeVertexBuffer(new byte[64], 4, 0)),
                refuses(
                        "index of 3 bytes",
                        "stride: 3 (expected: 2 or 4)",
                        () -> Meshopt.decodeIndexBuffer(new byte[64], 3, 3)),
                refuses(
                        "index of 1 byte",
                        "stride: 1 (expected: 2 or 4)",
                        () -> Meshopt.decodeIndexSequence(new byte[64], 3, 1)),
                refuses(
                        "level 4",
                        "level: 4 (expected: 0 to 3)",
                        () -> VertexCodec.encodeVertexBuffer(VertexStream.of(data, 4, 8), 4, Version.V1)),
                refuses(
                        "octahedra of 12 bytes",
                        "stride: 12 (expected: 4 or 8)",
                        () -> Meshopt.decodeFilterOct(new byte[64], 1, 12)),
                refuses(
                        "quaternions of 4 bytes",
                        "stride: 4 (expected: 8)",
                        () -> Meshopt.decodeFilterQuat(new byte[64], 1, 4)),
                refuses(
                        "exponents of 6 bytes",
                        "stride: 6 (expected: a multiple of 4)",
                        () -> Meshopt.decodeFilterExp(new byte[64], 1, 6)),
                refuses(
                        "colours of 2 bytes",
                        "stride: 2 (expected: 4 or 8)",
                        () -> Meshopt.decodeFilterColor(new byte[64], 1, 2)),
                refuses(
                        "filter past the end",
                        "buffer: 64 bytes (expected: at least 72)",
                        () -> Meshopt.decodeFilterOct(new byte[64], 9, 8)),
                refuses(
                        "9 bits in a byte",
                        "bits: 9 (expected: 2 to 8)",
                        () -> VertexFilter.OCT.encode(room(), 1, 4, 9, MemorySegment.ofArray(new float[4]))),
                refuses(
                        "25 bits of mantissa",
                        "bits: 25 (expected: 1 to 24)",
                        () -> VertexFilter.EXP.encode(room(), 1, 4, 25, MemorySegment.ofArray(new float[4]))),
                refuses(
                        "33 attributes",
                        "weights: 33 (expected: 0 to 32)",
                        () -> Simplifying.simplifyWithAttributes(
                                room(), TWO_TRIANGLES, SQUARE, SQUARE, new float[33], null, Target.of(3, 1))),
                refuses(
                        "more weights than floats",
                        "attributes.size: 12 (expected: at least 16)",
                        () -> Simplifying.simplifyWithAttributes(
                                room(), TWO_TRIANGLES, SQUARE, SQUARE, new float[4], null, Target.of(3, 1))));
    }

    @TestFactory
    Stream<DynamicTest> numbers() {
        VertexStream nan = floats(0, 0, 0, 1, Float.NaN, 0, 0, 1, 0, 1, 1, 0);
        String notFinite = "positions: NaN or an infinity (expected: finite numbers)";
        return Stream.of(
                refuses(
                        "NaN to simplify",
                        notFinite,
                        () -> Simplifying.simplify(room(), TWO_TRIANGLES, nan, Target.of(3, 1))),
                refuses(
                        "infinity to sort",
                        notFinite,
                        () -> Ordering.spatialSortRemap(room(), floats(1, Float.POSITIVE_INFINITY, 1))),
                refuses(
                        "NaN between gaps",
                        "positions: NaN (expected: finite numbers)",
                        () -> Ordering.spatialSortRemap(
                                room(),
                                new VertexStream(MemorySegment.ofArray(new float[] {0, Float.NaN, 0, 0}), 1, 12, 16))),
                refuses(
                        "NaN to filter",
                        "data: NaN or an infinity (expected: finite numbers)",
                        () -> VertexFilter.OCT.encode(
                                room(), 1, 4, 8, MemorySegment.ofArray(new float[] {Float.NaN, 0, 0, 0}))),
                refuses(
                        "a colour brighter than white",
                        "data: 1.5 (expected: 0 to 1)",
                        () -> VertexFilter.COLOR.encode(
                                room(), 1, 4, 8, MemorySegment.ofArray(new float[] {0, 1.5f, 0, 0}))),
                refuses("a negative error", "error: -1.0 (expected: a finite number from 0.0)", () -> Target.of(3, -1)),
                refuses(
                        "an error that is none",
                        "error: NaN (expected: a finite number from 0.0)",
                        () -> Target.of(3, Float.NaN)),
                refuses(
                        "a negative weight",
                        "weight: -1.0 (expected: a finite number from 0.0)",
                        () -> Simplifying.simplifyWithAttributes(
                                room(), TWO_TRIANGLES, SQUARE, SQUARE, new float[] {-1}, null, Target.of(3, 1))),
                refuses(
                        "options for sloppy",
                        "options: [PRUNE] (expected: none)",
                        () -> Simplifying.simplifySloppy(
                                room(), TWO_TRIANGLES, SQUARE, null, new Target(3, 1, Set.of(Option.PRUNE)))),
                refuses(
                        "threshold",
                        "threshold: NaN (expected: a finite number from 0.0)",
                        () -> Ordering.optimizeOverdraw(room(), TWO_TRIANGLES, SQUARE, Float.NaN)));
    }
}
