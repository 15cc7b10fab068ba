// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.meshopt;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NativeFunctionTest {

    private static final Map<String, Method> BINDINGS = Stream.of(
                    indexing_h.class, ordering_h.class, codec_h.class, filter_h.class, simplifier_h.class)
            .flatMap(bindings -> Arrays.stream(bindings.getDeclaredMethods()))
            .filter(method -> method.getName().startsWith("meshopt_"))
            .collect(Collectors.toMap(Method::getName, Function.identity()));

    @Test
    void everyRowIsResolvedInTheLibraryOfThisPlatform() {
        Meshopt.requireLibrary();
        assertThat(Meshopt.library()).isNotEqualTo("none");
        for (NativeFunction function : NativeFunction.values()) {
            assertThat(NativeLibrary.current().handle(function)).isNotNull();
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyRowIsExportedByTheLibraryOf(Platform platform) throws Exception {
        byte[] library = platform.read(Platform.class.getClassLoader());
        String text = new String(library, StandardCharsets.ISO_8859_1);
        Set<String> exports = platform.fileName().endsWith(".dylib") ? TestingMachO.exports(library) : Set.of();
        List<String> missing = Arrays.stream(NativeFunction.values())
                .map(Abi.THUNK::symbol)
                .filter(symbol -> !text.contains("\0" + symbol) && !exports.contains(symbol))
                .toList();
        assertThat(missing).isEmpty();
    }

    @Test
    void everyBindingHasTheSignatureOfItsRow() {
        for (NativeFunction function : NativeFunction.values()) {
            if (function == NativeFunction.COMPUTE_POSITION_EXPONENT) {
                continue;
            }
            Method binding = Objects.requireNonNull(BINDINGS.get(function.symbol()), function.symbol());
            MethodType expected = function.descriptor().toMethodType();
            if (function.returnsStruct()) {
                expected = expected.insertParameterTypes(0, SegmentAllocator.class);
            }
            assertThat(MethodType.methodType(binding.getReturnType(), binding.getParameterTypes()))
                    .as(function.symbol())
                    .isEqualTo(expected);
        }
        assertThat(BINDINGS).hasSize(NativeFunction.values().length - 1);
    }

    @Test
    void theThunkTakesTwoMorePointersAndReturnsAStructThroughALastOne() {
        var plain = NativeFunction.COMPUTE_SPHERE_BOUNDS.descriptor();
        var thunk = NativeFunction.COMPUTE_SPHERE_BOUNDS.thunkDescriptor();
        assertThat(thunk.argumentLayouts()).hasSize(plain.argumentLayouts().size() + 3);
        assertThat(thunk.returnLayout()).isEmpty();
        assertThat(Abi.THUNK.symbol(NativeFunction.SIMPLIFY))
                .isEqualTo("Java_org_lwjgl_util_meshoptimizer_MeshOptimizer_nmeshopt_1simplify");
        assertThat(Abi.THUNK.symbol(NativeFunction.ENCODE_VERTEX_BUFFER_BOUND))
                .isEqualTo("Java_org_lwjgl_util_meshoptimizer_MeshOptimizer_meshopt_1encodeVertexBufferBound");
        assertThat(MemorySegment.NULL.address()).isZero();
    }
}
