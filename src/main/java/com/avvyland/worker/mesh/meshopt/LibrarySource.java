// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.meshopt;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Chooses and loads the library: the file named by the system property {@code meshopt.library}, which exports the plain
 * C functions, else LWJGL's natives for this platform, from the class path.
 *
 * <p>There is no third choice: another version makes other bytes.
 */
final class LibrarySource {

    static final String PROPERTY = "meshopt.library";

    private LibrarySource() {}

    /** Load and test the library; a failure is kept in the result, never thrown. */
    static NativeLibrary load() {
        @Nullable String chosen = System.getProperty(PROPERTY);
        try {
            requireLayout();
            NativeLibrary library = chosen == null ? bundled() : plain(Path.of(chosen));
            SelfTest.run(library);
            return library;
        } catch (UnavailableMeshoptException e) {
            return NativeLibrary.unavailable(e);
        } catch (IOException | RuntimeException e) {
            return NativeLibrary.unavailable(new UnavailableMeshoptException(
                    "meshoptimizer: not loaded (expected: --enable-native-access=ALL-UNNAMED, a glibc or system library"
                            + " for this CPU, a java.io.tmpdir that is writable and not noexec, or -D" + PROPERTY
                            + "=FILE of a plain C build): " + firstLine(e),
                    e));
        }
    }

    private static void requireLayout() {
        if (ValueLayout.ADDRESS.byteSize() != 8 || ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
            throw new UnavailableMeshoptException(
                    "CPU: %s (expected: 64-bit, little-endian)".formatted(System.getProperty("os.arch")), null);
        }
    }

    private static NativeLibrary plain(Path file) {
        if (!file.isAbsolute()) {
            throw new UnavailableMeshoptException(
                    "-D%s: %s (expected: an absolute path)".formatted(PROPERTY, file), null);
        }
        return NativeLibrary.resolve(
                "plain " + file.getFileName(), SymbolLookup.libraryLookup(file, Arena.global()), Abi.PLAIN);
    }

    private static NativeLibrary bundled() throws IOException {
        Platform platform = Platform.current();
        byte[] content = platform.read(LibrarySource.class.getClassLoader());
        try (PrivateFile file = PrivateFile.create(platform.fileName(), content)) {
            SymbolLookup symbols = SymbolLookup.libraryLookup(file.path(), Arena.global());
            return NativeLibrary.resolve("lwjgl-meshoptimizer 3.4.3", symbols, Abi.THUNK);
        }
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("") + " ("
                + e.getClass().getSimpleName() + ")";
    }
}
