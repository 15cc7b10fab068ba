// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.meshopt;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Holds the loaded library: one handle a {@link NativeFunction}, all resolved before the first call.
 *
 * <p>Where it can't be loaded, every handle throws the reason: a caller needs no check of its own, and a class of
 * bindings never fails to initialise. Immutable.
 */
final class NativeLibrary {

    private static final NativeLibrary CURRENT = LibrarySource.load();

    private final String description;
    private final Map<NativeFunction, MethodHandle> handles;
    private final @Nullable UnavailableMeshoptException failure;

    private NativeLibrary(
            String description,
            Map<NativeFunction, MethodHandle> handles,
            @Nullable UnavailableMeshoptException failure) {
        this.description = description;
        this.handles = handles;
        this.failure = failure;
    }

    static NativeLibrary current() {
        return CURRENT;
    }

    /**
     * Resolve every function of the table.
     *
     * @throws UnavailableMeshoptException when one is missing
     */
    static NativeLibrary resolve(String description, SymbolLookup symbols, Abi abi) {
        Map<NativeFunction, MethodHandle> handles = new EnumMap<>(NativeFunction.class);
        for (NativeFunction function : NativeFunction.values()) {
            String symbol = abi.symbol(function);
            Optional<MemorySegment> address = symbols.find(symbol);
            if (address.isEmpty()) {
                throw new UnavailableMeshoptException(
                        "%s: no symbol %s (expected: meshoptimizer 1.2 or later)".formatted(description, symbol), null);
            }
            handles.put(function, abi.link(function, address.get()));
        }
        return new NativeLibrary(description, handles, null);
    }

    static NativeLibrary unavailable(UnavailableMeshoptException failure) {
        Map<NativeFunction, MethodHandle> handles = new EnumMap<>(NativeFunction.class);
        for (NativeFunction function : NativeFunction.values()) {
            handles.put(function, throwing(function, failure));
        }
        return new NativeLibrary("none", handles, failure);
    }

    private static MethodHandle throwing(NativeFunction function, UnavailableMeshoptException failure) {
        MethodType type = function.descriptor().toMethodType();
        if (function.returnsStruct()) {
            type = type.insertParameterTypes(0, java.lang.foreign.SegmentAllocator.class);
        }
        MethodHandle thrower = MethodHandles.throwException(type.returnType(), UnavailableMeshoptException.class)
                .bindTo(failure);
        return MethodHandles.dropArguments(thrower, 0, type.parameterList());
    }

    MethodHandle handle(NativeFunction function) {
        MethodHandle handle = handles.get(function);
        if (handle == null) {
            throw new IllegalStateException(function + ": not linked (expected: every row of the table)");
        }
        return handle;
    }

    /** Pass on what a handle threw: a native function throws nothing itself. */
    static RuntimeException unexpected(Throwable thrown) {
        switch (thrown) {
            case UnavailableMeshoptException e ->
                throw new UnavailableMeshoptException(String.valueOf(e.getMessage()), e);
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new AssertionError(thrown);
        }
    }

    /** Return which library this is, for logs and for the producer field of files. */
    String description() {
        return description;
    }

    Optional<UnavailableMeshoptException> failure() {
        return Optional.ofNullable(failure);
    }
}
