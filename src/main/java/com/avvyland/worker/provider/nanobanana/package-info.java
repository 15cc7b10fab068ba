// SPDX-License-Identifier: Apache-2.0
/** NanoBanana: jobs for pictures; the contract is in docs/providers.md. */
@NullMarked
package com.avvyland.worker.provider.nanobanana;

import org.jspecify.annotations.NullMarked;
