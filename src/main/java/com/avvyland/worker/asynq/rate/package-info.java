// SPDX-License-Identifier: Apache-2.0
/** Limits how much runs at once over all servers that share a Redis, Go's included. It owns no thread. */
@NullMarked
package com.avvyland.worker.asynq.rate;

import org.jspecify.annotations.NullMarked;
