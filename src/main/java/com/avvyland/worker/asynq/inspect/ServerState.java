// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.inspect;

import com.avvyland.worker.asynq.proto.ServerInfo;
import com.avvyland.worker.asynq.proto.WorkerInfo;
import java.util.List;

/** Describes a server as it last described itself, with the tasks it runs. */
public record ServerState(ServerInfo info, List<WorkerInfo> workers) {}
