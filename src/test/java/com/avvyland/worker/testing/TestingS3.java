// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Runs a real S3 (s3proxy, contents in memory, signatures of version 4 checked) on loopback for one test class, by http
 * and https. A process of its own: its jars would break this class path.
 */
public final class TestingS3 implements BeforeAllCallback, AfterAllCallback {

    public static final String ACCESS_KEY_ID = "testing-id";
    public static final String SECRET_ACCESS_KEY = "testing-key";

    /** Copied there by the pom. */
    private static final Path JAR = Path.of("target/s3proxy/s3proxy.jar");

    private int port;
    private int securePort;
    private @Nullable TestingTls tls;
    private @Nullable Process process;

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        if (!Files.exists(JAR)) {
            throw new IllegalStateException(JAR + ": absent (expected: mvn process-test-resources copies it)");
        }
        port = freePort();
        securePort = freePort();
        tls = TestingTls.of("ip:127.0.0.1");
        Path folder = Files.createTempDirectory("testing-s3");
        Path properties = Files.writeString(folder.resolve("s3proxy.properties"), """
                s3proxy.endpoint=http://127.0.0.1:%d
                s3proxy.secure-endpoint=https://127.0.0.1:%d
                s3proxy.keystore-path=%s
                s3proxy.keystore-password=%s
                s3proxy.authorization=aws-v2-or-v4
                s3proxy.identity=%s
                s3proxy.credential=%s
                s3proxy.ignore-unknown-headers=true
                s3proxy.v4-max-non-chunked-request-size=300000000
                jclouds.provider=transient
                jclouds.identity=none
                jclouds.credential=none
                """.formatted(
                        port, securePort, tls.keys(), TestingTls.PASSWORD, ACCESS_KEY_ID, SECRET_ACCESS_KEY));
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx2g",
                        "-XX:TieredStopAtLevel=1",
                        "-Djava.io.tmpdir=" + folder,
                        "-jar",
                        JAR.toString(),
                        "--properties",
                        properties.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        awaitAnswer(folder.resolve("log"));
    }

    @Override
    public void afterAll(ExtensionContext context) throws InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
    }

    /** Return the loopback port of plain http. */
    public int port() {
        return port;
    }

    /** Return the endpoint without TLS. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Return the endpoint with TLS. */
    public URI secureEndpoint() {
        return URI.create("https://127.0.0.1:" + securePort);
    }

    /** Return its certificate. */
    public TestingTls tls() {
        if (tls == null) {
            throw new IllegalStateException("s3: not started (expected: a registered extension)");
        }
        return tls;
    }

    private void awaitAnswer(Path log) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!accepts(port) || !accepts(securePort)) {
            if (process == null || System.nanoTime() > deadline || process.waitFor(50, TimeUnit.MILLISECONDS)) {
                throw new IOException("s3proxy: not up (expected: a port that accepts)\n" + Files.readString(log));
            }
        }
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
