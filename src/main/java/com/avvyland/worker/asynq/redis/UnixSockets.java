// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.redis;

import java.io.File;
import java.io.IOException;
import org.newsclub.net.unix.AFUNIXSocket;
import org.newsclub.net.unix.AFUNIXSocketAddress;
import redis.clients.jedis.JedisSocketFactory;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** Opens Unix domain sockets, for a Redis on this machine. */
final class UnixSockets {

    private UnixSockets() {}

    static JedisSocketFactory at(String path) {
        return () -> {
            try {
                AFUNIXSocket socket = AFUNIXSocket.newInstance();
                socket.connect(AFUNIXSocketAddress.of(new File(path)), (int) JedisConfigs.REPLY.toMillis());
                socket.setSoTimeout((int) JedisConfigs.REPLY.toMillis());
                return socket;
            } catch (IOException e) {
                throw new JedisConnectionException("redis socket " + path + ": " + e.getMessage(), e);
            }
        };
    }
}
