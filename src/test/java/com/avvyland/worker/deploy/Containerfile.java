// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the instructions of the image that nobody can build here. */
record Containerfile(List<Instruction> instructions) {

    private static final Path FILE = Path.of("deploy/container/Containerfile");

    /** Holds one instruction, its lines joined. */
    record Instruction(String verb, String words) {}

    static Containerfile read() throws IOException {
        String joined = Files.readString(FILE).replaceAll("(?m)^#.*\n", "").replaceAll("\\\\\n\\s*", " ");
        return new Containerfile(joined.lines()
                .filter(line -> !line.isBlank())
                .map(line -> line.strip().split("\\s+", 2))
                .map(parts -> new Instruction(parts[0], parts[1]))
                .toList());
    }

    List<String> all(String verb) {
        return instructions.stream()
                .filter(instruction -> instruction.verb().equals(verb))
                .map(Instruction::words)
                .toList();
    }

    /** Return the modules of the Java that is put into the image. */
    String modules() {
        Matcher modules = Pattern.compile("--add-modules\\s+(\\S+)").matcher(String.join("\n", all("RUN")));
        if (!modules.find()) {
            throw new IllegalStateException("Containerfile: no jlink (expected: RUN jlink ... --add-modules a,b)");
        }
        return modules.group(1);
    }

    /** Return what is copied from the repository. */
    List<String> sources() {
        return all("COPY").stream()
                .filter(words -> !words.startsWith("--from"))
                .map(words -> words.split("\\s+"))
                .flatMap(words -> Arrays.stream(words).limit(words.length - 1L))
                .toList();
    }
}
