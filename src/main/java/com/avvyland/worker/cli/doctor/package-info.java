// SPDX-License-Identifier: Apache-2.0
/**
 * What {@code doctor} looks at, one file a part of the surroundings.
 *
 * <p>A group of checks is independent of the others and bounded in time. Its checks say what was seen and, where that is
 * not well, what is expected. No check costs money, and none names a secret.
 */
@NullMarked
package com.avvyland.worker.cli.doctor;

import org.jspecify.annotations.NullMarked;
