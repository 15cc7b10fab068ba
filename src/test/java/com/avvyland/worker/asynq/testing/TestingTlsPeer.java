// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.avvyland.worker.asynq.redis.Call;
import com.avvyland.worker.asynq.redis.Redis;
import com.avvyland.worker.asynq.redis.RedisFailure;
import com.avvyland.worker.testing.TestingAuthority;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Is a process of its own: the JDK reads the system's trust store once, so no other test can choose one. */
public final class TestingTlsPeer {

    private TestingTlsPeer() {}

    /** Let a JVM that trusts an authority do one thing, {@code walk} or {@code ping}, and return what it says. */
    public static String run(TestingAuthority trusted, String what, String uri, int oracle) throws Exception {
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Djavax.net.ssl.trustStore=" + trusted.trustStore(),
                "-Djavax.net.ssl.trustStorePassword=" + trusted.password(),
                TestingTlsPeer.class.getName(),
                what,
                uri,
                String.valueOf(oracle)));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("CLASSPATH", path);
        Process process = builder.start();
        try {
            if (!process.waitFor(120, TimeUnit.SECONDS)) {
                throw new IllegalStateException("peer: does not end");
            }
            return new String(process.getInputStream().readAllBytes(), UTF_8).strip();
        } finally {
            process.destroyForcibly();
        }
    }

    /** Prints {@code ok}, or why not in one line. */
    public static void main(String[] arguments) {
        try {
            if (arguments[0].equals("walk")) {
                try (TestingResp oracle = new TestingResp(Integer.parseInt(arguments[2]))) {
                    TestingWalk.walk(arguments[1], oracle);
                }
            } else {
                try (Redis redis = TestingRedisClients.connect(arguments[1])) {
                    redis.call(Call.command("PING").build());
                }
            }
            System.out.println("ok");
        } catch (RedisFailure e) {
            System.out.println("refused: " + e.getMessage());
        } catch (Throwable e) {
            System.out.println("failed: " + e);
        }
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }
}
