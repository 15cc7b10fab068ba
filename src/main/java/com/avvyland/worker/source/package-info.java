// SPDX-License-Identifier: Apache-2.0
/**
 * Brings a task's model into memory, once: from the payload, by https, or from S3.
 *
 * <p>A {@link com.avvyland.worker.task.ModelSource} enters, a {@link com.avvyland.worker.source.Model} leaves: bounded,
 * digest checked, format sniffed, archives opened. Inline bytes are not copied but out of an archive.
 */
@NullMarked
package com.avvyland.worker.source;

import org.jspecify.annotations.NullMarked;
