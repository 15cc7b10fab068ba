// SPDX-License-Identifier: Apache-2.0
/** Replicate: predictions for cut-outs; the contract is in docs/providers.md. */
@NullMarked
package com.avvyland.worker.provider.replicate;

import org.jspecify.annotations.NullMarked;
