// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The launcher as the first process of a container without an init. */
class LauncherIT {

    private static final List<String> CONTAINER = List.of("unshare", "-p", "-f", "--mount-proc");

    @Test
    void isTheInitThatAJvmIsNot() throws Exception {
        assumeThat(run(List.of("true")).status())
                .as("a process namespace of its own, which takes root")
                .isZero();

        Ended doctor = run(List.of("bin/avvy-worker", "doctor", "--json", "--only", "machine,rendering"));

        assertThat(doctor.status()).as(doctor.printed()).isZero();
        assertThat(doctor.printed()).contains("\"name\":\"init\",\"verdict\":\"ok\"");
    }

    @Test
    void endsWithTheStatusOfItsCommand() throws Exception {
        assumeThat(run(List.of("true")).status())
                .as("a process namespace of its own, which takes root")
                .isZero();

        assertThat(run(List.of("bin/avvy-worker", "doctor", "--unknown")).status())
                .isEqualTo(2);
    }

    private record Ended(int status, String printed) {}

    private static Ended run(List<String> command) throws InterruptedException {
        var builder = new ProcessBuilder(new ArrayList<>(CONTAINER));
        builder.command().addAll(command);
        builder.environment().put("MODEL_PREVIEW_CALLBACK_SECRET", "secret");
        try {
            Process process = builder.redirectErrorStream(true).start();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Ended(process.waitFor(), printed);
        } catch (IOException absent) {
            return new Ended(127, String.valueOf(absent.getMessage()));
        }
    }
}
