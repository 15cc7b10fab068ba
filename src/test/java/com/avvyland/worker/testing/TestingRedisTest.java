// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TestingRedisTest {

    @RegisterExtension
    static final TestingRedis REDIS = new TestingRedis();

    @Test
    void answersPingOnLoopback() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", REDIS.port())) {
            socket.getOutputStream().write("PING\r\n".getBytes(US_ASCII));
            assertThat(new String(socket.getInputStream().readNBytes(7), US_ASCII))
                    .isEqualTo("+PONG\r\n");
        }
    }
}
