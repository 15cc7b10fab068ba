// SPDX-License-Identifier: Apache-2.0
/**
 * Serves metrics and health on the management port (docs/observability.md).
 *
 * <p>Requests of anybody who reaches the port enter; states and numbers leave, no setting and no address.
 */
@NullMarked
package com.avvyland.worker.observe.management;

import org.jspecify.annotations.NullMarked;
