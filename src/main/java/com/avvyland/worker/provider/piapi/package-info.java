// SPDX-License-Identifier: Apache-2.0
/** PiAPI: chat for readings, tasks for pictures, cut-outs and models; the contract is in docs/providers.md. */
@NullMarked
package com.avvyland.worker.provider.piapi;

import org.jspecify.annotations.NullMarked;
