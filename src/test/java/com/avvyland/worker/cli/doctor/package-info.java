// SPDX-License-Identifier: Apache-2.0
/** Tests of what people read. */
@NullMarked
package com.avvyland.worker.cli.doctor;

import org.jspecify.annotations.NullMarked;
