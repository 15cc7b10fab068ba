// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.meshopt;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;

/**
 * Holds a file in a temporary folder that only this user can enter, for as long as the loader needs it.
 *
 * <p>Closing deletes both. Linux and macOS keep a mapped library after that; Windows refuses, so there the folder stays
 * until a later start sweeps it.
 */
final class PrivateFile implements AutoCloseable {

    private static final String PREFIX = "avvy-meshopt-";

    /** Loading takes milliseconds: an older folder was left by a process that was killed, or by Windows. */
    private static final Duration ABANDONED = Duration.ofMinutes(10);

    private final Path folder;
    private final Path path;

    private PrivateFile(Path folder, Path path) {
        this.folder = folder;
        this.path = path;
    }

    static PrivateFile create(String name, byte[] content) throws IOException {
        return create(Path.of(System.getProperty("java.io.tmpdir")), name, content);
    }

    static PrivateFile create(Path parent, String name, byte[] content) throws IOException {
        Path folder = Files.createTempDirectory(parent, PREFIX, permissions("rwx------"));
        Path path = folder.resolve(name);
        PrivateFile file = new PrivateFile(folder, path);
        try {
            Files.createFile(path, permissions("rw-------"));
            Files.write(path, content, StandardOpenOption.WRITE);
        } catch (IOException e) {
            file.close();
            throw e;
        }
        sweep(parent, Files.getLastModifiedTime(path));
        return file;
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        delete(folder);
    }

    private static FileAttribute<?>[] permissions(String posix) {
        // Elsewhere the user's own temporary folder is private by inheritance.
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(posix))}
                : new FileAttribute<?>[0];
    }

    private static void sweep(Path parent, FileTime now) {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path other : folders) {
                Duration age = Duration.between(Files.getLastModifiedTime(other).toInstant(), now.toInstant());
                if (age.compareTo(ABANDONED) > 0) {
                    delete(other);
                }
            }
        } catch (IOException | RuntimeException leftForTheNextStart) {
            // Another user's folder, or one that is gone already.
        }
    }

    private static void delete(Path folder) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(folder);
        } catch (IOException | RuntimeException stillMapped) {
            // Windows: the next start sweeps it.
        }
    }
}
