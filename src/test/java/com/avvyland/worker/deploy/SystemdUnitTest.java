// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.avvyland.worker.config.Config;
import com.avvyland.worker.config.ConfigLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemdUnitTest {

    private static final Path UNIT = Path.of("deploy/systemd/avvy-worker.service");
    private static final Path VARIABLES = Path.of("deploy/systemd/avvy-worker.env.example");
    private static final Pattern EXPOSURE = Pattern.compile("exposure level for avvy-worker.service: ([0-9.]+)");

    @TempDir
    Path scratch;

    @Test
    void systemdKnowsEveryLine() throws Exception {
        assumeSystemd();
        assertThat(analyze("verify", UNIT.toString()).lines())
                // The unit's program is not installed where tests run.
                .allMatch(line -> line.contains("Command /opt/avvy/bin/avvy-worker is not executable"));
    }

    @Test
    void theUnitIsExposedToThreeAtMost() throws Exception {
        assumeSystemd();
        Matcher exposure = EXPOSURE.matcher(analyze("security", "--offline=yes", "--no-pager", UNIT.toString()));

        assertThat(exposure.find()).isTrue();
        assertThat(Double.parseDouble(exposure.group(1))).isLessThanOrEqualTo(3.0);
    }

    @Test
    void theWorkerAloneIsAskedToStopAndHasTimeToDrain() throws Exception {
        Map<String, String> unit = unit();
        long drain = config().shutdownTimeout().toSeconds();

        assertThat(unit).containsEntry("KillMode", "mixed");
        assertThat(Long.parseLong(unit.get("TimeoutStopSec"))).isGreaterThanOrEqualTo(drain + 20);
    }

    @Test
    void chromiumAndTheCompilersKeepWhatTheyNeed() throws Exception {
        assertThat(unit())
                .doesNotContainKey("MemoryDenyWriteExecute")
                .containsEntry("RestrictNamespaces", "user pid net")
                .containsEntry("SystemCallFilter", "@system-service @pkey chroot seccomp")
                .containsEntry("NoNewPrivileges", "yes")
                .containsEntry("CapabilityBoundingSet", "");
    }

    @Test
    void nothingButItsStateAndItsScratchCanBeWritten() throws Exception {
        assertThat(unit())
                .containsEntry("User", "avvy")
                .containsEntry("ProtectSystem", "strict")
                .containsEntry("ProtectHome", "yes")
                .containsEntry("PrivateTmp", "yes")
                .doesNotContainKey("ReadWritePaths");
    }

    @Test
    void aWrongConfigurationIsNotTriedAgainAndAgain() throws Exception {
        assertThat(unit()).containsEntry("Restart", "always").containsEntry("RestartPreventExitStatus", "2");
    }

    @Test
    void everyVariableIsOneOfTheWorkersAndNoSecretIsFilledIn() throws Exception {
        var known = new WorkerVariables();
        for (Map.Entry<String, String> each : WorkerVariables.file(VARIABLES).entrySet()) {
            assertThat(known.all()).contains(each.getKey());
            if (known.secret(each.getKey(), scratch)) {
                assertThat(each.getValue()).as(each.getKey()).isEmpty();
            }
        }
        assertThat(config().previews().browserInstall().name()).isEqualToIgnoringCase("never");
    }

    private static Config config() throws Exception {
        var environment = new HashMap<>(WorkerVariables.file(VARIABLES));
        environment.put("MODEL_PREVIEW_CALLBACK_SECRET", "x");
        return new ConfigLoader(environment, Path.of("").toAbsolutePath()).load();
    }

    private static Map<String, String> unit() throws Exception {
        var lines = new HashMap<String, String>();
        for (String line : Files.readAllLines(UNIT)) {
            int equals = line.indexOf('=');
            if (equals > 0 && !line.startsWith("#")) {
                lines.put(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        return lines;
    }

    private static void assumeSystemd() {
        assumeTrue(
                Kustomization.onPath("systemd-analyze"),
                "systemd-analyze: not on PATH (expected: systemd 250 or later, for security --offline)");
    }

    private static String analyze(String... arguments) throws Exception {
        var command = new ArrayList<>(List.of("systemd-analyze"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        process.waitFor();
        return output;
    }
}
