// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.inspect;

import com.avvyland.worker.asynq.broker.Keys;
import com.avvyland.worker.asynq.redis.Call;
import com.avvyland.worker.asynq.redis.Redis;

/** Refuses queues that no client has used, as asynq's inspector does. */
final class QueueGate {

    private final Redis redis;

    QueueGate(Redis redis) {
        this.redis = redis;
    }

    boolean knows(String queue) {
        return redis.call(Call.command("SISMEMBER").key(Keys.QUEUES).arg(queue).build())
                        .number()
                == 1;
    }

    Keys open(String queue) {
        Keys keys = new Keys(queue);
        if (!knows(queue)) {
            throw InspectException.noQueue();
        }
        return keys;
    }
}
