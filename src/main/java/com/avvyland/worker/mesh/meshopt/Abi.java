// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.meshopt;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.stream.IntStream;

/** Names the two ways in which a library offers meshoptimizer; both give handles of one and the same type. */
enum Abi {

    /** The functions of meshoptimizer.h under their own names. */
    PLAIN {
        @Override
        String symbol(NativeFunction function) {
            return function.symbol();
        }

        @Override
        MethodHandle link(NativeFunction function, MemorySegment address) {
            return LINKER.downcallHandle(address, function.descriptor());
        }
    },

    /**
     * The JNI functions that LWJGL's library exports, and nothing else. Their bodies ignore JNIEnv and jclass, take a
     * pointer or a size_t as 64 bits, and write a struct result through a last argument.
     */
    THUNK {
        @Override
        String symbol(NativeFunction function) {
            // JNI writes "_" as "_1"; LWJGL puts "n" in front where the public Java method is another, with buffers.
            return "Java_org_lwjgl_util_meshoptimizer_MeshOptimizer_"
                    + (function.hasPointer() ? "n" : "")
                    + function.symbol().replace("_", "_1");
        }

        @Override
        MethodHandle link(NativeFunction function, MemorySegment address) {
            FunctionDescriptor descriptor = function.thunkDescriptor();
            MethodHandle thunk = MethodHandles.insertArguments(
                    LINKER.downcallHandle(address, descriptor), 0, MemorySegment.NULL, MemorySegment.NULL);
            return function.returnsStruct() ? resultFirst(thunk) : thunk;
        }
    };

    private static final Linker LINKER = Linker.nativeLinker();

    abstract String symbol(NativeFunction function);

    /** Bind a function; a struct result asks for a SegmentAllocator as first argument, as in Linker.downcallHandle. */
    abstract MethodHandle link(NativeFunction function, MemorySegment address);

    /** Turn (arguments, result pointer) -> void into (allocator, arguments) -> result. */
    private static MethodHandle resultFirst(MethodHandle thunk) {
        MethodType type = thunk.type();
        int last = type.parameterCount() - 1;
        int[] order =
                IntStream.concat(IntStream.range(1, last + 1), IntStream.of(0)).toArray();
        MethodType rotated = type.dropParameterTypes(last, last + 1).insertParameterTypes(0, MemorySegment.class);
        MethodHandle call = MethodHandles.permuteArguments(thunk, rotated, order);
        MethodHandle result = MethodHandles.dropArguments(
                MethodHandles.identity(MemorySegment.class),
                1,
                rotated.parameterList().subList(1, rotated.parameterCount()));
        return MethodHandles.filterArguments(MethodHandles.foldArguments(result, call), 0, ALLOCATE);
    }

    private static final MethodHandle ALLOCATE = MethodHandles.insertArguments(allocate(), 1, meshopt_Bounds.LAYOUT);

    private static MethodHandle allocate() {
        try {
            return MethodHandles.lookup()
                    .findVirtual(
                            SegmentAllocator.class,
                            "allocate",
                            MethodType.methodType(MemorySegment.class, java.lang.foreign.MemoryLayout.class));
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }
}
