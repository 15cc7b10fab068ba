// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq;

import com.avvyland.worker.asynq.group.GroupHandler;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.jspecify.annotations.Nullable;

/** Holds the options of a consumer that aggregates groups. Durations are milliseconds. */
@UriParams
public class AsynqGroupConfiguration extends AsynqTaskConfiguration {

    @UriParam(
            label = "consumer,advanced",
            description =
                    "Makes one task of the tasks of a group (bean). Without it groups are left to other consumers")
    private @Nullable GroupHandler aggregator;

    @UriParam(
            label = "consumer,advanced",
            javaType = "java.time.Duration",
            defaultValue = "1m",
            description = "How long no task must have joined a group before it is aggregated. At least a second")
    private long groupGracePeriod = 60_000;

    @UriParam(
            label = "consumer,advanced",
            javaType = "java.time.Duration",
            defaultValue = "0",
            description = "How long a task waits in its group at most, 0 for as long as others join")
    private long groupMaxDelay;

    @UriParam(
            label = "consumer,advanced",
            defaultValue = "0",
            description = "How many tasks make a group full, so that it is aggregated at once, 0 for no such number")
    private int groupMaxSize;

    public @Nullable GroupHandler getAggregator() {
        return aggregator;
    }

    public void setAggregator(@Nullable GroupHandler aggregator) {
        this.aggregator = aggregator;
    }

    public long getGroupGracePeriod() {
        return groupGracePeriod;
    }

    public void setGroupGracePeriod(long groupGracePeriod) {
        this.groupGracePeriod = groupGracePeriod;
    }

    public long getGroupMaxDelay() {
        return groupMaxDelay;
    }

    public void setGroupMaxDelay(long groupMaxDelay) {
        this.groupMaxDelay = groupMaxDelay;
    }

    public int getGroupMaxSize() {
        return groupMaxSize;
    }

    public void setGroupMaxSize(int groupMaxSize) {
        this.groupMaxSize = groupMaxSize;
    }
}
