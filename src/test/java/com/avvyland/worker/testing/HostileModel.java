// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.testing;

import com.avvyland.worker.task.FailureCode;

/**
 * Is a model that must be refused before a browser sees it.
 *
 * @param extension {@code .glb} or {@code .gltf}, as a task would say
 * @param expectedCode how the task ends
 */
@SuppressWarnings("ArrayRecordComponent")
public record HostileModel(byte[] bytes, String extension, FailureCode expectedCode) {}
