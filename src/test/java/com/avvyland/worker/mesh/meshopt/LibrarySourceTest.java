// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.meshopt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibrarySourceTest {

    private static final UnavailableMeshoptException GONE = new UnavailableMeshoptException("gone: for good", null);

    /** Offers the plain C functions, each a stub that calls the library under test: both conventions, one library. */
    private static SymbolLookup plain(Arena arena) {
        Map<String, MemorySegment> stubs = new HashMap<>();
        for (NativeFunction function : NativeFunction.values()) {
            if (!function.returnsStruct()) {
                MethodHandle target = NativeLibrary.current().handle(function);
                stubs.put(function.symbol(), Linker.nativeLinker().upcallStub(target, function.descriptor(), arena));
            }
        }
        MethodHandle bounds = java.lang.invoke.MethodHandles.insertArguments(
                NativeLibrary.current().handle(NativeFunction.COMPUTE_SPHERE_BOUNDS), 0, Arena.global());
        stubs.put(
                NativeFunction.COMPUTE_SPHERE_BOUNDS.symbol(),
                Linker.nativeLinker().upcallStub(bounds, NativeFunction.COMPUTE_SPHERE_BOUNDS.descriptor(), arena));
        return symbol -> Optional.ofNullable(stubs.get(symbol));
    }

    @Test
    void theConventionOfPlainCPassesTheSelfTestToo() {
        try (Arena arena = Arena.ofConfined()) {
            NativeLibrary library = NativeLibrary.resolve("plain", plain(arena), Abi.PLAIN);
            SelfTest.run(library);
            assertThat(library.failure()).isEmpty();
        }
    }

    @Test
    void aLibraryThatAnswersWronglyIsRefused() {
        try (Arena arena = Arena.ofConfined()) {
            SymbolLookup right = plain(arena);
            SymbolLookup swapped = symbol -> right.find(
                    symbol.equals("meshopt_encodeVertexBufferBound") ? "meshopt_encodeIndexBufferBound" : symbol);
            NativeLibrary library = NativeLibrary.resolve("swapped", swapped, Abi.PLAIN);
            assertThatThrownBy(() -> SelfTest.run(library))
                    .isInstanceOf(UnavailableMeshoptException.class)
                    .hasMessageContaining("self-test of encodeVertexBufferBound gave");
        }
    }

    @Test
    void aLibraryOlderThanTheSignaturesIsRefused() {
        try (Arena arena = Arena.ofConfined()) {
            SymbolLookup right = plain(arena);
            SymbolLookup older =
                    symbol -> symbol.equals("meshopt_computePositionExponent") ? Optional.empty() : right.find(symbol);
            assertThatThrownBy(() -> NativeLibrary.resolve("libmeshoptimizer.so.1.1", older, Abi.PLAIN))
                    .isInstanceOf(UnavailableMeshoptException.class)
                    .hasMessage("libmeshoptimizer.so.1.1: no symbol meshopt_computePositionExponent"
                            + " (expected: meshoptimizer 1.2 or later)");
        }
    }

    @Test
    void otherBytesUnderTheRightNameAreRefused() {
        ClassLoader other = new ClassLoader(null) {
            @Override
            public InputStream getResourceAsStream(String name) {
                return new ByteArrayInputStream(new byte[] {1, 2, 3});
            }
        };
        assertThatThrownBy(() -> Platform.LINUX_X64.read(other))
                .isInstanceOf(UnavailableMeshoptException.class)
                .hasMessageContaining("sha256 039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81");
    }

    @Test
    void aMissingNativesJarIsNamed() {
        assertThatThrownBy(() -> Platform.MACOS_ARM64.read(new ClassLoader(null) {}))
                .isInstanceOf(UnavailableMeshoptException.class)
                .hasMessageContaining("org.lwjgl:lwjgl-meshoptimizer:3.4.3");
    }

    @Test
    void platformsAreRecognisedByWhatTheJvmCallsThem() {
        assertThat(Platform.of("Linux", "amd64")).isEqualTo(Platform.LINUX_X64);
        assertThat(Platform.of("Mac OS X", "aarch64")).isEqualTo(Platform.MACOS_ARM64);
        assertThat(Platform.of("Windows Server 2025", "amd64")).isEqualTo(Platform.WINDOWS_X64);
        assertThatThrownBy(() -> Platform.of("Linux", "s390x"))
                .isInstanceOf(UnavailableMeshoptException.class)
                .hasMessageStartingWith("platform: linux/s390x (expected: linux/x64, ");
    }

    @Test
    void everyCallToAnAbsentLibraryThrowsTheReason() {
        NativeLibrary absent = NativeLibrary.unavailable(GONE);
        for (NativeFunction function : NativeFunction.values()) {
            MethodHandle handle = absent.handle(function);
            Object[] zeros = handle.type().parameterList().stream()
                    .map(LibrarySourceTest::zero)
                    .toArray();
            assertThatThrownBy(() -> handle.invokeWithArguments(Arrays.asList(zeros)))
                    .as(function.symbol())
                    .isSameAs(GONE);
            assertThat(handle.type())
                    .isEqualTo(NativeLibrary.current().handle(function).type());
        }
    }

    private static Object zero(Class<?> type) {
        return switch (type.getSimpleName()) {
            case "long" -> 0L;
            case "int" -> 0;
            case "float" -> 0f;
            case "SegmentAllocator" -> Arena.global();
            default -> MemorySegment.NULL;
        };
    }

    @Test
    void theFileIsPrivateAndGoneAfterLoading(@TempDir Path parent) throws Exception {
        try (PrivateFile file = PrivateFile.create(parent, "library.so", new byte[] {1})) {
            assertThat(file.path()).hasBinaryContent(new byte[] {1});
            if (Files.getFileStore(parent).supportsFileAttributeView("posix")) {
                assertThat(Files.getPosixFilePermissions(file.path()))
                        .containsExactlyInAnyOrder(
                                java.nio.file.attribute.PosixFilePermission.OWNER_READ,
                                java.nio.file.attribute.PosixFilePermission.OWNER_WRITE);
                assertThat(Files.getPosixFilePermissions(file.path().getParent()))
                        .hasSize(3);
            }
        }
        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void aFolderThatAKilledProcessLeftIsSwept(@TempDir Path parent) throws Exception {
        PrivateFile left = PrivateFile.create(parent, "library.so", new byte[] {1});
        PrivateFile fresh = PrivateFile.create(parent, "library.so", new byte[] {1});
        Path folder = left.path().getParent();
        var now = Files.getLastModifiedTime(folder).toInstant();
        Files.setLastModifiedTime(folder, java.nio.file.attribute.FileTime.from(now.minusSeconds(3600)));
        try (PrivateFile next = PrivateFile.create(parent, "library.so", new byte[] {1})) {
            assertThat(folder).doesNotExist();
            assertThat(fresh.path()).exists();
            assertThat(next.path()).exists();
        }
        fresh.close();
    }
}
