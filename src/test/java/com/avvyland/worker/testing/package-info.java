// SPDX-License-Identifier: Apache-2.0
/** Real parts and hand-written fakes that the tests of every package share. */
@NullMarked
package com.avvyland.worker.testing;

import org.jspecify.annotations.NullMarked;
