// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What can be said of an image without building it; InstalledIT runs what it holds. */
class ContainerfileTest {

    private Containerfile file;

    @BeforeEach
    void read() throws Exception {
        file = Containerfile.read();
    }

    @Test
    void runsAsNobodyInParticular() {
        List<Containerfile.Instruction> all = file.instructions();

        assertThat(file.all("USER")).containsExactly("10001:10001");
        int user = all.indexOf(new Containerfile.Instruction("USER", "10001:10001"));
        assertThat(all.subList(user, all.size()))
                .as("nothing is made as that user, nothing goes back to root")
                .extracting(Containerfile.Instruction::verb)
                .containsExactly("USER", "EXPOSE", "ENTRYPOINT", "CMD");
    }

    @Test
    void startsTheLauncherWhichIsTheInit() {
        assertThat(file.all("ENTRYPOINT")).containsExactly("[\"/opt/avvy/bin/avvy-worker\"]");
        assertThat(file.all("CMD")).containsExactly("[\"worker\"]");
        assertThat(file.all("EXPOSE")).containsExactly("9876");
        assertThat(file.all("WORKDIR").getLast()).isEqualTo("/opt/avvy");
    }

    @Test
    void namesItsImagesByAVersion() {
        assertThat(file.all("FROM")).containsExactly("${BUILD_IMAGE} AS build", "${RUNTIME_IMAGE}");
        assertThat(file.all("ARG"))
                .allMatch(arg -> arg.matches("(BUILD|RUNTIME)_IMAGE=[a-z.]+/[a-z/]+:\\d+\\.\\d[\\w.-]*"));
    }

    @Test
    void copiesWhatIsThereAndWhatTheIgnoreFileLetsThrough() throws Exception {
        List<String> sources = file.sources();

        assertThat(sources).isNotEmpty().allMatch(source -> Files.exists(Path.of(source)));
        List<String> ignore = Files.readAllLines(Path.of(".containerignore"));
        assertThat(ignore).contains("*");
        assertThat(ignore.stream().filter(line -> line.startsWith("!")).map(line -> line.substring(1)))
                .containsExactlyInAnyOrderElementsOf(sources);
        assertThat(Path.of("deploy/container/Containerfile.dockerignore"))
                .hasSameTextualContentAs(Path.of(".containerignore"));
    }

    /** What the launcher installs, it has to find among what is copied. */
    @Test
    void copiesWhatTheLauncherInstalls() throws Exception {
        Matcher copied = Pattern.compile("\\$home/([a-z]+(?:\\.yaml)?|LICENSE)\"")
                .matcher(Files.readString(Path.of("bin/avvy-worker")).split("install_to\\(\\)")[1]);

        assertThat(copied.results().map(found -> found.group(1)).filter(name -> !name.equals("bin")))
                .contains("routes", "kamelets", "prompts", "config.yaml", "LICENSE")
                .isSubsetOf(file.sources());
    }

    @Test
    void hasWhatRenderingNeeds() throws Exception {
        Matcher mesa = Pattern.compile("Mesa on Debian: `([^`]+)`")
                .matcher(Files.readString(Path.of("docs/rendering-operations.md")));
        assertThat(mesa.find()).isTrue();
        String packages = file.all("RUN").stream()
                .filter(run -> run.contains("apt-get install"))
                .findFirst()
                .orElseThrow();

        assertThat(Arrays.asList(packages.split("\\s+")))
                .contains(mesa.group(1).split(" "))
                .contains("chromium-headless-shell", "nodejs", "ca-certificates", "--no-install-recommends");
    }

    /** The JVM's options are the launcher's alone, when the cache is made and when it is used. */
    @Test
    void makesTheCacheByTheLauncher() {
        assertThat(file.all("RUN")).contains("[\"/opt/avvy/bin/avvy-worker\", \"aot\"]");
        assertThat(file.all("RUN")).noneMatch(run -> run.contains("-XX:"));
        assertThat(file.all("ENV")).noneMatch(env -> env.contains("JAVA_TOOL_OPTIONS"));
    }
}
