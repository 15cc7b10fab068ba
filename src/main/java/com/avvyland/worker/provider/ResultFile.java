// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider;

import com.avvyland.worker.task.Bytes;

/**
 * Holds one file that a provider made.
 *
 * @param type {@code image}, or a model's {@code glb obj fbx stl usdz zip ...}, lower case, as the provider says
 */
public record ResultFile(String type, Bytes bytes) {}
