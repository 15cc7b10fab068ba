// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

/** Micrometer is optional: runs a process whose class path lacks it. */
class WithoutMicrometerTest {

    @Test
    void startsWhereMicrometerIsMissing() throws Exception {
        String rest = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("micrometer"))
                .collect(Collectors.joining(File.pathSeparator));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        rest,
                        Application.class.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).contains("micrometer: false, context: Started");
    }

    /** Has a consumer and a producer; Redis is not needed to start them. */
    static final class Application {

        public static void main(String[] args) throws Exception {
            try (CamelContext camel = new DefaultCamelContext()) {
                camel.getComponent("asynq", AsynqComponent.class)
                        .getConfiguration()
                        .setRedisUri("redis://127.0.0.1:1");
                camel.addRoutes(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("asynq:a").to("asynq:b?taskType=t");
                    }
                });
                camel.start();
                Class<?> micrometer = camel.getClassResolver().resolveClass("io.micrometer.core.instrument.Meter");
                System.out.println("micrometer: " + (micrometer != null) + ", context: " + camel.getStatus());
            }
        }
    }
}
