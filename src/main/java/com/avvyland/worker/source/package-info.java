// SPDX-License-Identifier: Apache-2.0
/**
 * Brings a task's model into memory, once: from the payload now, from S3 and https later.
 *
 * <p>A {@link com.avvyland.worker.task.ModelSource} enters, a {@link com.avvyland.worker.source.Model} leaves: bounded,
 * digest checked, format sniffed, archives opened. The bytes are not copied but out of an archive.
 */
@NullMarked
package com.avvyland.worker.source;

import org.jspecify.annotations.NullMarked;
