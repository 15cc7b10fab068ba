// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keeps a payload as raw bytes in a file, and beside it in {@code FILE.json} the type that they were a task of. */
final class PayloadFile {

    /** A line of JSON with an error of 1,000 characters and a few headers is far below. */
    private static final int LARGEST_NOTE = 1 << 20;

    private PayloadFile() {}

    /** Return the bytes of a file, or of standard input for {@code -}; no more than {@code most}. */
    static byte[] read(String name, long most) {
        int limit = (int) Math.min(most, Integer.MAX_VALUE - 16);
        try (InputStream in = name.equals("-") ? System.in : Files.newInputStream(Path.of(name))) {
            byte[] bytes = in.readNBytes(limit);
            if (in.read() >= 0) {
                throw new CommandFailure("%s: too large (expected: at most %d bytes, worker.max_payload)"
                        .formatted(Plain.line(name), limit));
            }
            return bytes;
        } catch (NoSuchFileException absent) {
            throw new AbsentException("%s: not there (expected: a file)".formatted(Plain.line(name)));
        } catch (IOException unreadable) {
            throw unreadable(Path.of(name), unreadable);
        }
    }

    /** Return the type that was exported with a payload; null where there is no note beside it. */
    static @Nullable String type(String name) {
        Path note = note(Path.of(name));
        if (name.equals("-") || !Files.isRegularFile(note)) {
            return null;
        }
        try (InputStream in = Files.newInputStream(note)) {
            return ReadCommand.JSON
                    .readTree(in.readNBytes(LARGEST_NOTE))
                    .path("type")
                    .textValue();
        } catch (IOException broken) {
            throw new CommandFailure("%s: unreadable (expected: what task export wrote)".formatted(note));
        }
    }

    /** Write a payload and its note, for the owner's eyes only. */
    static void write(Path file, ByteBuffer payload, ObjectNode about, boolean overwrite) {
        write(file, payload, overwrite);
        write(note(file), ByteBuffer.wrap((about + "\n").getBytes(StandardCharsets.UTF_8)), overwrite);
    }

    static Path note(Path file) {
        return Path.of(file + ".json");
    }

    private static void write(Path file, ByteBuffer content, boolean overwrite) {
        Set<OpenOption> options = Set.of(
                StandardOpenOption.WRITE,
                overwrite ? StandardOpenOption.CREATE : StandardOpenOption.CREATE_NEW,
                StandardOpenOption.TRUNCATE_EXISTING);
        try (WritableByteChannel out = Files.newByteChannel(file, options, ownerOnly())) {
            while (content.hasRemaining()) {
                out.write(content);
            }
        } catch (FileAlreadyExistsException taken) {
            throw new CommandFailure("%s: exists (expected: a new file, or --force)".formatted(file));
        } catch (IOException unwritable) {
            throw unreadable(file, unwritable);
        }
    }

    private static FileAttribute<?>[] ownerOnly() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE))
                }
                : new FileAttribute<?>[0];
    }

    private static CommandFailure unreadable(Path file, IOException failed) {
        return new CommandFailure("%s: %s (expected: a file that can be read and written)"
                .formatted(
                        file,
                        failed instanceof NoSuchFileException
                                ? "not there"
                                : failed.getClass().getSimpleName()));
    }
}
