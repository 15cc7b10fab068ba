// SPDX-License-Identifier: Apache-2.0
/** FAL: its queue, for readings, pictures, cut-outs and models alike; the contract is in docs/providers.md. */
@NullMarked
package com.avvyland.worker.provider.fal;

import org.jspecify.annotations.NullMarked;
