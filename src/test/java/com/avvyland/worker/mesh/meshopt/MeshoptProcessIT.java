// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.meshopt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts JVMs of their own, with other flags, and with calls that they do not survive. */
class MeshoptProcessIT {

    private static final String ENABLED = "--enable-native-access=ALL-UNNAMED";

    @TempDir
    private Path folder;

    private record Ended(int code, String output) {}

    private Ended run(List<String> flags, String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of("-Xmx64m", "-XX:-CreateCoredumpOnCrash", "-XX:ErrorFile=" + folder.resolve("hs_err")));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), MeshoptProbe.class.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), output);
    }

    @Test
    void worksWhereNativeAccessIsDeniedToAllButThoseWhoHaveIt() throws Exception {
        Path temporary = java.nio.file.Files.createDirectory(folder.resolve("tmp"));
        Ended ended = run(List.of("--illegal-native-access=deny", ENABLED, "-Djava.io.tmpdir=" + temporary), "3");
        assertThat(ended.output()).isEqualToNormalizingNewlines("library: lwjgl-meshoptimizer 3.4.3\nordered\n");
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void saysWhichFlagIsMissingAndSaysItAgain() throws Exception {
        Ended ended = run(List.of("--illegal-native-access=deny"), "3");
        assertThat(ended.code()).isZero();
        assertThat(ended.output())
                .contains("unavailable: meshoptimizer: not loaded (expected: --enable-native-access=ALL-UNNAMED")
                .contains("again: meshoptimizer: not loaded")
                .contains("IllegalCallerException");
    }

    @Test
    void saysSoWhenTheTemporaryFolderIsNone() throws Exception {
        Ended ended = run(List.of(ENABLED, "-Djava.io.tmpdir=" + folder.resolve("none")), "3");
        assertThat(ended.output())
                .contains("unavailable: ")
                .contains("java.io.tmpdir")
                .contains("NoSuchFile");
    }

    @Test
    void refusesALibraryThatIsNone() throws Exception {
        assertThat(run(List.of(ENABLED, "-Dmeshopt.library=library.so"), "3").output())
                .contains("unavailable: -Dmeshopt.library: library.so (expected: an absolute path)");
        assertThat(run(List.of(ENABLED, "-Dmeshopt.library=" + folder.resolve("none.so")), "3")
                        .output())
                .contains("unavailable: meshoptimizer: not loaded")
                .contains("none.so");
    }

    @Test
    void usesAPlainLibraryWhereOneIsNamed() throws Exception {
        String library = System.getenv("MESHOPT_PLAIN_LIBRARY");
        assumeTrue(library != null, "MESHOPT_PLAIN_LIBRARY: not set (expected: a plain C build of meshoptimizer 1.2)");
        Ended ended = run(List.of(ENABLED, "-Dmeshopt.library=" + library), "3");
        assertThat(ended.output()).contains("library: plain ").contains("ordered");
    }

    @Test
    void aBadIndexIsRefusedWhereTheSameCallWithoutTheCheckEndsTheProcess() throws Exception {
        Ended checked = run(List.of(ENABLED), "-294967296");
        assertThat(checked.output()).contains("refused: indices: index 4000000000 (expected: less than 4)");
        assertThat(checked.code()).isZero();

        Ended unchecked = run(List.of(ENABLED), "-294967296", "unchecked");
        assertThat(unchecked.code()).isNotZero();
        assertThat(unchecked.output()).contains("SIGSEGV").doesNotContain("ordered");
    }
}
