// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.preview;

import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.source.Model;
import com.avvyland.worker.task.Bytes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SceneServerTest {

    private final SceneServer server = new SceneServer();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void servesItsPageUnderAStrictPolicy() throws Exception {
        assertThat(get("/"))
                .startsWith("HTTP/1.1 200")
                .contains("default-src 'none'")
                .contains("X-content-type-options: nosniff")
                .contains("<script type=\"importmap\" nonce=\"")
                .doesNotContain("@NONCE@");
        assertThat(get("/three/build/three.module.min.js"))
                .startsWith("HTTP/1.1 200")
                .contains("text/javascript");
        assertThat(get("/three/examples/jsm/libs/basis/basis_transcoder.wasm")).contains("application/wasm");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/three/build/three.cjs",
                "/three/examples/jsm/loaders/VRMLLoader.js",
                "/three/../../../../../log4j2.xml",
                "/scene/../com/avvyland/worker/Main.class",
                "/scene/%2e%2e/com/avvyland/worker/Main.class",
                "/scene/",
                "/META-INF/MANIFEST.MF",
                "/job/",
                "/job/x",
                "/job/x/main.glb",
                "/favicon.ico"
            })
    void hasNothingThatIsNotOnItsList(String path) throws Exception {
        assertThat(get(path)).startsWith("HTTP/1.1 404");
    }

    @Test
    void servesAModelForAsLongAsItsJobLasts() throws Exception {
        var model = new Model(
                ".gltf",
                new Bytes("xxmainxx".getBytes(StandardCharsets.UTF_8), 2, 4),
                Map.of("./a b/c.bin", Bytes.of((byte) 'R'), "main.gltf", Bytes.of((byte) 'S')));
        String base;
        try (var published = server.publish(model)) {
            base = published.base();
            assertThat(get(base + published.file())).startsWith("HTTP/1.1 200").endsWith("\r\n\r\nmain");
            assertThat(get(base + "a%20b/c.bin")).endsWith("\r\n\r\nR");
            assertThat(get(base + "main.gltf")).endsWith("\r\n\r\nS");
            assertThat(get(base + "other")).startsWith("HTTP/1.1 404");
            assertThat(get(base)).startsWith("HTTP/1.1 404");
        }
        assertThat(get(base + "_main.gltf")).startsWith("HTTP/1.1 404");
        assertThat(base).matches("/job/[0-9a-f]{32}/");
        try (var next = server.publish(model)) {
            assertThat(next.base()).isNotEqualTo(base);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "evil.example", "scene.localhost.evil.example"})
    void answersToItsOwnNameOnly(String host) throws Exception {
        assertThat(request("GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 403");
    }

    @Test
    void takesNothingIn() throws Exception {
        assertThat(request(
                        "POST / HTTP/1.1\r\nHost: scene.localhost\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 403");
    }

    @Test
    void takesOneAnswerToAJobThatExpectsOne() throws Exception {
        var model = new Model(".obj", Bytes.of((byte) 'x'), Map.of());
        try (var published = server.publish(model, 5)) {
            assertThat(put(published.base() + "main.obj", "hello")).startsWith("HTTP/1.1 404");
            assertThat(put(published.base(), "hello!")).startsWith("HTTP/1.1 413");
            assertThat(published.received().length()).isZero();
            assertThat(put(published.base(), "hello")).startsWith("HTTP/1.1 204");
            assertThat(put(published.base(), "again")).startsWith("HTTP/1.1 409");
            assertThat(published.received()).isEqualTo(Bytes.of("hello".getBytes(StandardCharsets.US_ASCII)));
            assertThat(request("PUT " + published.base() + " HTTP/1.1\r\nHost: scene.localhost\r\n"
                            + "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n1\r\nx\r\n0\r\n\r\n"))
                    .startsWith("HTTP/1.1 411");
        }
        try (var published = server.publish(model)) {
            assertThat(put(published.base(), "x")).startsWith("HTTP/1.1 413");
        }
        assertThat(put("/scene/main.mjs", "x")).startsWith("HTTP/1.1 403");
        assertThat(put("/job/00000000000000000000000000000000/", "x")).startsWith("HTTP/1.1 404");
    }

    private String put(String path, String body) throws IOException {
        return request("PUT " + path + " HTTP/1.1\r\nHost: scene.localhost\r\nConnection: close\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body);
    }

    private String get(String path) throws IOException {
        return request("GET " + path + " HTTP/1.1\r\nHost: scene.localhost\r\nConnection: close\r\n\r\n");
    }

    /** Speak HTTP by hand: a client of the JDK would not send a foreign Host, nor leave dots in a path. */
    private String request(String text) throws IOException {
        try (var socket = new Socket(InetAddress.getByName("127.0.0.1"), server.port())) {
            socket.setSoTimeout(5000);
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
