// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.preview;

import static com.avvyland.worker.preview.TestingPreviews.config;
import static com.avvyland.worker.preview.TestingPreviews.render;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.avvyland.worker.task.PreviewOptions;
import com.avvyland.worker.task.TaskFailure;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Breaks one wall after the other: each must hold by itself. */
class NetworkIT {

    private static RendererPool pool;

    private final AtomicInteger connections = new AtomicInteger();
    private ServerSocket listener;

    @BeforeAll
    static void open() {
        pool = new RendererPool(config(1, Duration.ofSeconds(30))).start();
    }

    @AfterAll
    static void close() {
        pool.close();
    }

    @BeforeEach
    void start() throws IOException {
        listener = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        Thread.ofVirtual().start(() -> {
            while (!listener.isClosed()) {
                try (Socket accepted = listener.accept()) {
                    connections.incrementAndGet();
                } catch (IOException closed) {
                    return;
                }
            }
        });
    }

    @AfterEach
    void stop() throws IOException {
        listener.close();
    }

    @Test
    void letsAModelReachNobody() throws Exception {
        for (String host : List.of("127.0.0.1", "localhost", "[::1]", "scene.localhost")) {
            assertThatThrownBy(() -> render(
                            pool,
                            TestingBoxes.external("http://" + host + ":" + listener.getLocalPort() + "/x", Map.of()),
                            PreviewOptions.UNSET))
                    .isInstanceOf(TaskFailure.class)
                    .hasMessageContaining("expected: a file of input_resources");
        }

        assertThatNobodyCame();
    }

    @Test
    void letsThePageReachNobodyByItsPolicy() throws Exception {
        Object violations =
                pool.renderers().getFirst().onPage(session -> session.page().evaluate("""
                        async (port) => {
                          const seen = [];
                          addEventListener('securitypolicyviolation', (e) => seen.push(e.effectiveDirective));
                          const url = `http://127.0.0.1:${port}/`;
                          await fetch(url, { mode: 'no-cors' }).catch(() => {});
                          navigator.sendBeacon(url, 'x');
                          try { new WebSocket(`ws://127.0.0.1:${port}/`); } catch {}
                          const load = (element) => new Promise((done) => {
                            element.onload = element.onerror = done;
                            document.body.append(element);
                            setTimeout(done, 2000);
                          });
                          await load(Object.assign(new Image(), { src: url }));
                          await load(Object.assign(document.createElement('script'), { src: url }));
                          await load(Object.assign(document.createElement('link'), { rel: 'stylesheet', href: url }));
                          await load(Object.assign(document.createElement('iframe'), { src: url }));
                          await import(url).catch(() => {});
                          return [...new Set(seen)].sort().join(' ');
                        }""", listener.getLocalPort()));

        assertThat(violations).isEqualTo("connect-src frame-src img-src script-src-elem style-src-elem");
        assertThatNobodyCame();
    }

    @Test
    void letsTheBrowserReachNobodyByItsResolver() throws Exception {
        pool.renderers().getFirst().onPage(session -> {
            for (String host : List.of("127.0.0.1", "localhost", "[::1]", "2130706433", "0.0.0.0", "foo.localhost")) {
                String url = "http://" + host + ":" + listener.getLocalPort() + "/";
                // A page of its own, without our policy.
                Page page = session.page().context().newPage();
                assertThat(page.evaluate(
                                "url => fetch(url, { mode: 'no-cors' }).then(() => 'reached', () => 'refused')", url))
                        .as(url)
                        .isEqualTo("refused");
                assertThatThrownBy(() -> page.navigate(url))
                        .isInstanceOf(PlaywrightException.class)
                        .hasMessageContaining("ERR_");
                page.close();
            }
            return true;
        });

        assertThatNobodyCame();
    }

    private void assertThatNobodyCame() throws IOException {
        assertThat(connections.get()).isZero();
        // The listener does count.
        new Socket(InetAddress.getByName("127.0.0.1"), listener.getLocalPort()).close();
        await().atMost(Duration.ofSeconds(5)).until(() -> connections.get() == 1);
    }
}
