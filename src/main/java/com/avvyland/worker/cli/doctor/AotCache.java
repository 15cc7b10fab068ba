// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli.doctor;

import java.lang.management.ManagementFactory;
import java.util.List;
import javax.management.JMException;
import javax.management.ObjectName;

/** Finds out whether this JVM has its classes from an AOT cache: one that does not fit is refused without a word. */
final class AotCache {

    private AotCache() {}

    /** Return what there is to say, in a few words. */
    static String seen() {
        boolean given = ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .anyMatch(argument -> argument.startsWith("-XX:AOTCache="));
        if (!given) {
            return "no AOT cache";
        }
        return holds(classes(), "com.avvyland.worker.Main")
                ? "AOT cache"
                : "the AOT cache is of another JVM or other jars, and not used (bin/avvy-worker aot)";
    }

    /**
     * Tell whether a class came from the cache.
     *
     * @param classes what `jcmd PID VM.classes` prints: address, size, state, flags, name; S among the flags for shared
     */
    static boolean holds(String classes, String name) {
        return classes.lines()
                .map(line -> List.of(line.strip().split("\\s+")))
                .anyMatch(words -> words.size() == 5
                        && words.getLast().equals(name)
                        && words.get(3).contains("S"));
    }

    private static String classes() {
        try {
            Object printed = ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "vmClasses",
                            new Object[] {new String[0]},
                            new String[] {String[].class.getName()});
            return String.valueOf(printed);
        } catch (JMException other) {
            return "";
        }
    }
}
