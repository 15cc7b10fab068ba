// SPDX-License-Identifier: Apache-2.0
/** KIE: chat for readings, market jobs for pictures and cut-outs; the contract is in docs/providers.md. */
@NullMarked
package com.avvyland.worker.provider.kie;

import org.jspecify.annotations.NullMarked;
