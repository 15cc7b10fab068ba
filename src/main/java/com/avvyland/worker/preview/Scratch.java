// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.preview;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the folder for what Playwright and its browsers leave in the temporary folder: driver, profiles, crash files.
 *
 * <p>A worker that is killed can't tidy up (14 MB a renderer); the next one does, and knows by the lock which folders
 * still have an owner: process ids mean nothing between containers that share a folder. One a process, since a POSIX lock
 * is lost when its process closes any handle of the file.
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
        try {
            Path folder = Files.createTempDirectory(parent, PREFIX);
            FileChannel lock =
                    FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            lock.lock();
            sweep(parent, folder);
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

    private static void sweep(Path parent, Path own) {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, PREFIX + "*")) {
            FileTime now = Files.getLastModifiedTime(own);
            for (Path other : folders) {
                if (!other.equals(own) && isAbandoned(other, now)) {
                    delete(other);
                }
            }
        } catch (IOException e) {
            LOG.debug("scratch not swept: {}", e.getMessage());
        }
    }

    private static boolean isAbandoned(Path folder, FileTime now) {
        try (FileChannel channel = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.WRITE);
                @Nullable FileLock lock = channel.tryLock()) {
            return lock != null;
        } catch (NoSuchFileException e) {
            return hasNoLockForLong(folder, now);
        } catch (IOException | OverlappingFileLockException e) {
            // Another user's, or this very process's own.
            return false;
        }
    }

    /** A folder without a lock is being made right now, or was half deleted by an owner that was in a hurry. */
    private static boolean hasNoLockForLong(Path folder, FileTime now) {
        try {
            Duration age = Duration.between(Files.getLastModifiedTime(folder).toInstant(), now.toInstant());
            return age.compareTo(Duration.ofMinutes(10)) > 0;
        } catch (IOException e) {
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
