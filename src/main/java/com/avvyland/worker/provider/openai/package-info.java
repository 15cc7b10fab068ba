// SPDX-License-Identifier: Apache-2.0
/** OpenAI: Responses for readings, Images for pictures; the contract is in docs/providers.md. */
@NullMarked
package com.avvyland.worker.provider.openai;

import org.jspecify.annotations.NullMarked;
