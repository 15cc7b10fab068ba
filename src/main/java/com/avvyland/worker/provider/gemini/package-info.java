// SPDX-License-Identifier: Apache-2.0
/** Gemini: generateContent for readings and pictures; the contract is in docs/providers.md. */
@NullMarked
package com.avvyland.worker.provider.gemini;

import org.jspecify.annotations.NullMarked;
