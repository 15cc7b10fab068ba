// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.meshopt;

import static com.avvyland.worker.mesh.meshopt.CType.BOUNDS;
import static com.avvyland.worker.mesh.meshopt.CType.FLOAT;
import static com.avvyland.worker.mesh.meshopt.CType.INT;
import static com.avvyland.worker.mesh.meshopt.CType.POINTER;
import static com.avvyland.worker.mesh.meshopt.CType.SIZE;
import static com.avvyland.worker.mesh.meshopt.CType.VOID;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.util.List;
import java.util.stream.Stream;

/**
 * Lists the signatures of meshoptimizer.h 1.2 that are bound: the result, then the arguments.
 *
 * <p>Both {@linkplain Abi calling conventions}, the load and the tests come from this table. Left out on purpose are
 * {@code meshopt_encodeVertexVersion}, {@code meshopt_encodeIndexVersion} and {@code meshopt_setAllocator}: they change
 * the whole process.
 */
enum NativeFunction {
    GENERATE_VERTEX_REMAP("meshopt_generateVertexRemap", SIZE, POINTER, POINTER, SIZE, POINTER, SIZE, SIZE),
    GENERATE_VERTEX_REMAP_MULTI("meshopt_generateVertexRemapMulti", SIZE, POINTER, POINTER, SIZE, SIZE, POINTER, SIZE),
    REMAP_VERTEX_BUFFER("meshopt_remapVertexBuffer", VOID, POINTER, POINTER, SIZE, SIZE, POINTER),
    REMAP_INDEX_BUFFER("meshopt_remapIndexBuffer", VOID, POINTER, POINTER, SIZE, POINTER),

    OPTIMIZE_VERTEX_CACHE("meshopt_optimizeVertexCache", VOID, POINTER, POINTER, SIZE, SIZE),
    OPTIMIZE_VERTEX_CACHE_STRIP("meshopt_optimizeVertexCacheStrip", VOID, POINTER, POINTER, SIZE, SIZE),
    OPTIMIZE_OVERDRAW("meshopt_optimizeOverdraw", VOID, POINTER, POINTER, SIZE, POINTER, SIZE, SIZE, FLOAT),
    OPTIMIZE_VERTEX_FETCH("meshopt_optimizeVertexFetch", SIZE, POINTER, POINTER, SIZE, POINTER, SIZE, SIZE),
    OPTIMIZE_VERTEX_FETCH_REMAP("meshopt_optimizeVertexFetchRemap", SIZE, POINTER, POINTER, SIZE, SIZE),
    SPATIAL_SORT_REMAP("meshopt_spatialSortRemap", VOID, POINTER, POINTER, SIZE, SIZE),
    SPATIAL_SORT_TRIANGLES("meshopt_spatialSortTriangles", VOID, POINTER, POINTER, SIZE, POINTER, SIZE, SIZE),
    COMPUTE_SPHERE_BOUNDS("meshopt_computeSphereBounds", BOUNDS, POINTER, SIZE, SIZE, POINTER, SIZE),

    ENCODE_INDEX_BUFFER_BOUND("meshopt_encodeIndexBufferBound", SIZE, SIZE, SIZE),
    ENCODE_INDEX_BUFFER("meshopt_encodeIndexBuffer", SIZE, POINTER, SIZE, POINTER, SIZE),
    DECODE_INDEX_BUFFER("meshopt_decodeIndexBuffer", INT, POINTER, SIZE, SIZE, POINTER, SIZE),
    ENCODE_INDEX_SEQUENCE_BOUND("meshopt_encodeIndexSequenceBound", SIZE, SIZE, SIZE),
    ENCODE_INDEX_SEQUENCE("meshopt_encodeIndexSequence", SIZE, POINTER, SIZE, POINTER, SIZE),
    DECODE_INDEX_SEQUENCE("meshopt_decodeIndexSequence", INT, POINTER, SIZE, SIZE, POINTER, SIZE),
    ENCODE_VERTEX_BUFFER_BOUND("meshopt_encodeVertexBufferBound", SIZE, SIZE, SIZE),
    ENCODE_VERTEX_BUFFER_LEVEL("meshopt_encodeVertexBufferLevel", SIZE, POINTER, SIZE, POINTER, SIZE, SIZE, INT, INT),
    DECODE_VERTEX_BUFFER("meshopt_decodeVertexBuffer", INT, POINTER, SIZE, SIZE, POINTER, SIZE),

    ENCODE_FILTER_OCT("meshopt_encodeFilterOct", VOID, POINTER, SIZE, SIZE, INT, POINTER),
    ENCODE_FILTER_QUAT("meshopt_encodeFilterQuat", VOID, POINTER, SIZE, SIZE, INT, POINTER),
    ENCODE_FILTER_EXP("meshopt_encodeFilterExp", VOID, POINTER, SIZE, SIZE, INT, POINTER, INT),
    ENCODE_FILTER_COLOR("meshopt_encodeFilterColor", VOID, POINTER, SIZE, SIZE, INT, POINTER),

    SIMPLIFY("meshopt_simplify", SIZE, POINTER, POINTER, SIZE, POINTER, SIZE, SIZE, SIZE, FLOAT, INT, POINTER),
    SIMPLIFY_WITH_ATTRIBUTES(
            "meshopt_simplifyWithAttributes",
            SIZE,
            POINTER,
            POINTER,
            SIZE,
            POINTER,
            SIZE,
            SIZE,
            POINTER,
            SIZE,
            POINTER,
            SIZE,
            POINTER,
            SIZE,
            FLOAT,
            INT,
            POINTER),
    SIMPLIFY_SLOPPY(
            "meshopt_simplifySloppy", SIZE, POINTER, POINTER, SIZE, POINTER, SIZE, SIZE, POINTER, SIZE, FLOAT, POINTER),

    /** Not called: it came with 1.2, so an older library is refused instead of misunderstood. */
    COMPUTE_POSITION_EXPONENT("meshopt_computePositionExponent", INT, POINTER, POINTER, INT, INT);

    private final String symbol;
    private final CType result;
    private final List<CType> arguments;

    NativeFunction(String symbol, CType result, CType... arguments) {
        this.symbol = symbol;
        this.result = result;
        this.arguments = List.of(arguments);
    }

    /** Return the name in meshoptimizer.h. */
    String symbol() {
        return symbol;
    }

    /** Tell whether a struct comes back by value. */
    boolean returnsStruct() {
        return result == BOUNDS;
    }

    boolean hasPointer() {
        return returnsStruct() || arguments.contains(POINTER);
    }

    /** Return the signature as meshoptimizer.h declares it. */
    FunctionDescriptor descriptor() {
        return descriptor(arguments.stream());
    }

    FunctionDescriptor descriptor(Stream<CType> arguments) {
        MemoryLayout[] layouts = arguments.map(CType::layout).toArray(MemoryLayout[]::new);
        return result == VOID ? FunctionDescriptor.ofVoid(layouts) : FunctionDescriptor.of(result.layout(), layouts);
    }

    /** Return the signature of LWJGL's thunk: JNIEnv and jclass in front, a struct result as a pointer at the end. */
    FunctionDescriptor thunkDescriptor() {
        Stream<CType> jni = Stream.concat(Stream.of(POINTER, POINTER), arguments.stream());
        if (!returnsStruct()) {
            return descriptor(jni);
        }
        MemoryLayout[] layouts =
                Stream.concat(jni, Stream.of(POINTER)).map(CType::layout).toArray(MemoryLayout[]::new);
        return FunctionDescriptor.ofVoid(layouts);
    }
}
