// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.meshopt;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Lists the libraries in the natives jars of org.lwjgl:lwjgl-meshoptimizer:3.4.3, each with its SHA-256.
 *
 * <p>What is called in them is not a public interface, so nothing but these very bytes is loaded.
 */
enum Platform {
    LINUX_X64(
            "linux/x64",
            "liblwjgl_meshoptimizer.so",
            "d22d6be62d4aa415bc0038921f59c6579f337ab875ffb84040c5851928f8d91e"),
    LINUX_ARM64(
            "linux/arm64",
            "liblwjgl_meshoptimizer.so",
            "7a2ba4bff8fe32a08822ff2e3e9adedea3dee0f157d5a48ecbaec9387ac71deb"),
    MACOS_X64(
            "macos/x64",
            "liblwjgl_meshoptimizer.dylib",
            "b6113f6948c9e24e77e3779ebdbe62325c1db579d1ba32a688a021f0e2654697"),
    MACOS_ARM64(
            "macos/arm64",
            "liblwjgl_meshoptimizer.dylib",
            "7d80d8877c6f9fd718c2f4303f2114a41a8719a55662bdee9fcda2f512092670"),
    WINDOWS_X64(
            "windows/x64",
            "lwjgl_meshoptimizer.dll",
            "0ffadb61c208eec4b16f45281b73d10f9229f9e54ef196b00dafdb92440fa031"),
    WINDOWS_ARM64(
            "windows/arm64",
            "lwjgl_meshoptimizer.dll",
            "cee270b4f1cb94ee57798604f7043d51d49cfea282fb2075346f484c7e364e22");

    /** The largest of the six has 304,640 bytes. */
    private static final int MAX_BYTES = 1 << 20;

    private final String folder;
    private final String fileName;
    private final String sha256;

    Platform(String folder, String fileName, String sha256) {
        this.folder = folder;
        this.fileName = fileName;
        this.sha256 = sha256;
    }

    /**
     * Find this machine's.
     *
     * @throws UnavailableMeshoptException when there is none
     */
    static Platform current() {
        return of(System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    static Platform of(String osName, String osArch) {
        String name = osName.toLowerCase(Locale.ROOT);
        String os = name.startsWith("linux")
                ? "linux"
                : name.startsWith("mac") ? "macos" : name.startsWith("windows") ? "windows" : name;
        String arch = switch (osArch) {
            case "amd64", "x86_64" -> "x64";
            case "aarch64" -> "arm64";
            default -> osArch;
        };
        String folder = os + "/" + arch;
        return Arrays.stream(values())
                .filter(platform -> platform.folder.equals(folder))
                .findFirst()
                .orElseThrow(() -> new UnavailableMeshoptException(
                        "platform: %s (expected: %s, or -D%s=FILE of a plain C build)"
                                .formatted(
                                        folder,
                                        Arrays.stream(values())
                                                .map(platform -> platform.folder)
                                                .collect(Collectors.joining(", ")),
                                        LibrarySource.PROPERTY),
                        null));
    }

    String fileName() {
        return fileName;
    }

    /** Return the name of the library inside its natives jar. */
    String resource() {
        return folder + "/org/lwjgl/meshoptimizer/" + fileName;
    }

    /**
     * Read the library and compare its digest.
     *
     * @throws UnavailableMeshoptException when it is not on the class path, or is another one
     */
    byte[] read(ClassLoader loader) throws IOException {
        try (InputStream resource = loader.getResourceAsStream(resource())) {
            if (resource == null) {
                throw new UnavailableMeshoptException(
                        "%s: not on the class path (expected: the natives jar of org.lwjgl:lwjgl-meshoptimizer:3.4.3)"
                                .formatted(resource()),
                        null);
            }
            byte[] content = resource.readNBytes(MAX_BYTES);
            String actual = sha256(content);
            if (!actual.equals(sha256)) {
                throw new UnavailableMeshoptException(
                        "%s: sha256 %s (expected: %s, of lwjgl-meshoptimizer 3.4.3)"
                                .formatted(resource(), actual, sha256),
                        null);
            }
            return content;
        }
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
