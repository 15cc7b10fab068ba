// SPDX-License-Identifier: Apache-2.0
/** What the tests of the component share: an independent Redis client and hand-written fakes. */
@NullMarked
package com.avvyland.worker.asynq.testing;

import org.jspecify.annotations.NullMarked;
