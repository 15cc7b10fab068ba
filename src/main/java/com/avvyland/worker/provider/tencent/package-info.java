// SPDX-License-Identifier: Apache-2.0
/** Tencent: Hunyuan 3D jobs, signed by TC3-HMAC-SHA256; the contract is in docs/providers.md. */
@NullMarked
package com.avvyland.worker.provider.tencent;

import org.jspecify.annotations.NullMarked;
