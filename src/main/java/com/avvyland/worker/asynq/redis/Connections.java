// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.redis;

import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;

/** Lends connections to the server that has a key. Safe for several threads; closing a connection gives it back. */
interface Connections extends AutoCloseable {

    /** Tell whether all keys are in lane 0. */
    default boolean singleLane() {
        return true;
    }

    /** Return the number of the lane a key is in: calls of one lane may share a connection. */
    default int lane(String key) {
        return 0;
    }

    /** Lend a connection to the server of a lane. */
    Connection borrow(int lane);

    /** Lend a connection to a server that Redis named in a redirection. */
    default Connection borrow(HostAndPort server) {
        return borrow(0);
    }

    /**
     * Give a broken connection back.
     *
     * <p>Never throws: the pool makes another one for a thread that waits, and where that fails it is this thread that
     * would hear of it.
     */
    static void discard(Connection connection) {
        connection.setBroken();
        try {
            connection.close();
        } catch (RuntimeException _) {
            // The thread that waits hears of it too.
        }
    }

    /** Learn anew which server has which key. */
    default void relearn() {}

    /** Drop the idle connections: one of them has just broken, and the others came from the same past. */
    void suspect();

    @Override
    void close();
}
