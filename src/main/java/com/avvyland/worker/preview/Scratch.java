// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.preview;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the folder for what Playwright and its browsers leave in the temporary folder: driver, profiles, crash files.
 *
 * <p>A worker that is killed can't tidy up (14 MB a renderer); the next one does, and knows by the lock which folders
 * still have an owner. A lock, since process ids mean nothing between containers that share a folder.
 */
final class Scratch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Scratch.class);
    private static final String PREFIX = "avvy-worker-previews-";
    private static final String LOCK = "lock";

    private final Path folder;
    private final FileChannel lock;

    private Scratch(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /** Return this process's own; one, since Playwright unpacks its driver once and for all. Deleted at exit. */
    static Scratch ofProcess() {
        return OfProcess.SCRATCH;
    }

    /** Make a new folder, after sweeping those without an owner. */
    static Scratch create(Path parent) {
        sweep(parent);
        try {
            Path folder = Files.createTempDirectory(parent, PREFIX);
            FileChannel lock =
                    FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            lock.lock();
            return new Scratch(folder, lock);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path folder() {
        return folder;
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            LOG.debug("scratch lock: {}", e.getMessage());
        }
        delete(folder);
    }

    private static void sweep(Path parent) {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path abandoned : folders) {
                if (isAbandoned(abandoned.resolve(LOCK))) {
                    delete(abandoned);
                }
            }
        } catch (IOException e) {
            LOG.debug("scratch not swept: {}", e.getMessage());
        }
    }

    private static boolean isAbandoned(Path lockFile) {
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE);
                @Nullable FileLock lock = channel.tryLock()) {
            return lock != null;
        } catch (IOException | OverlappingFileLockException e) {
            // Just being made, another user's, or this very process's own.
            return false;
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.debug("scratch not deleted: {}", e.getMessage());
        }
    }

    private static final class OfProcess {

        static final Scratch SCRATCH = create(Path.of(System.getProperty("java.io.tmpdir")));

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(SCRATCH::close, "scratch"));
        }
    }
}
