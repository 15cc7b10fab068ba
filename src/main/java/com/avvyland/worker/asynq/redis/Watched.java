// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.redis;

import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;

/** Lends another's connections, and lets a listener know when they are suspected to be dead. */
record Watched(Connections connections, Runnable onSuspicion) implements Connections {

    @Override
    public boolean singleLane() {
        return connections.singleLane();
    }

    @Override
    public int lane(String key) {
        return connections.lane(key);
    }

    @Override
    public Connection borrow(int lane) {
        return connections.borrow(lane);
    }

    @Override
    public Connection borrow(HostAndPort server) {
        return connections.borrow(server);
    }

    @Override
    public void relearn() {
        connections.relearn();
    }

    @Override
    public void suspect() {
        connections.suspect();
        onSuspicion.run();
    }

    @Override
    public void close() {
        connections.close();
    }
}
