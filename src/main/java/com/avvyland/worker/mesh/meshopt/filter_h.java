// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.meshopt;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Binds the C functions of vertexfilter.cpp. Nothing is checked here. */
@SuppressWarnings({"ClassName", "MemberName"})
final class filter_h {

    private static final MethodHandle ENCODE_FILTER_OCT = handle(NativeFunction.ENCODE_FILTER_OCT);
    private static final MethodHandle ENCODE_FILTER_QUAT = handle(NativeFunction.ENCODE_FILTER_QUAT);
    private static final MethodHandle ENCODE_FILTER_EXP = handle(NativeFunction.ENCODE_FILTER_EXP);
    private static final MethodHandle ENCODE_FILTER_COLOR = handle(NativeFunction.ENCODE_FILTER_COLOR);

    private filter_h() {}

    private static MethodHandle handle(NativeFunction function) {
        return NativeLibrary.current().handle(function);
    }

    static void meshopt_encodeFilterOct(
            MemorySegment destination, long count, long stride, int bits, MemorySegment data) {
        try {
            ENCODE_FILTER_OCT.invokeExact(destination, count, stride, bits, data);
        } catch (Throwable e) {
            throw NativeLibrary.unexpected(e);
        }
    }

    static void meshopt_encodeFilterQuat(
            MemorySegment destination, long count, long stride, int bits, MemorySegment data) {
        try {
            ENCODE_FILTER_QUAT.invokeExact(destination, count, stride, bits, data);
        } catch (Throwable e) {
            throw NativeLibrary.unexpected(e);
        }
    }

    static void meshopt_encodeFilterExp(
            MemorySegment destination, long count, long stride, int bits, MemorySegment data, int mode) {
        try {
            ENCODE_FILTER_EXP.invokeExact(destination, count, stride, bits, data, mode);
        } catch (Throwable e) {
            throw NativeLibrary.unexpected(e);
        }
    }

    static void meshopt_encodeFilterColor(
            MemorySegment destination, long count, long stride, int bits, MemorySegment data) {
        try {
            ENCODE_FILTER_COLOR.invokeExact(destination, count, stride, bits, data);
        } catch (Throwable e) {
            throw NativeLibrary.unexpected(e);
        }
    }
}
