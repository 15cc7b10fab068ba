// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.meshopt;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;

/** Lists what a Mach-O library exports: Apple's linker keeps the names as a tree of pieces, not as text. */
final class TestingMachO {

    private static final int LC_DYLD_INFO_ONLY = 0x80000022;
    private static final int LC_DYLD_EXPORTS_TRIE = 0x80000033;

    private final ByteBuffer file;
    private final Set<String> names = new TreeSet<>();

    private TestingMachO(byte[] library) {
        this.file = ByteBuffer.wrap(library).order(ByteOrder.LITTLE_ENDIAN);
    }

    static Set<String> exports(byte[] library) {
        TestingMachO reader = new TestingMachO(library);
        int command = 32;
        for (int i = reader.file.getInt(16); i > 0; i--) {
            switch (reader.file.getInt(command)) {
                case LC_DYLD_INFO_ONLY -> reader.walk(reader.file.getInt(command + 40), 0, "");
                case LC_DYLD_EXPORTS_TRIE -> reader.walk(reader.file.getInt(command + 8), 0, "");
                default -> {}
            }
            command += reader.file.getInt(command + 4);
        }
        return reader.names;
    }

    private void walk(int trie, int node, String prefix) {
        file.position(trie + node);
        int terminal = uleb();
        if (terminal > 0) {
            names.add(prefix.substring(1));
        }
        int at = file.position() + terminal;
        int children = file.get(at++);
        for (int i = 0; i < children; i++) {
            int end = at;
            while (file.get(end) != 0) {
                end++;
            }
            String piece = new String(file.array(), at, end - at, StandardCharsets.UTF_8);
            file.position(end + 1);
            int child = uleb();
            at = file.position();
            walk(trie, child, prefix + piece);
        }
    }

    private int uleb() {
        int value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = file.get();
            value |= (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }
}
