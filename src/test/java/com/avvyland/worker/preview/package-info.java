// SPDX-License-Identifier: Apache-2.0
/** Tests of the previews: pixels of a real Chromium, looked at by ImageIO. */
@NullMarked
package com.avvyland.worker.preview;

import org.jspecify.annotations.NullMarked;
