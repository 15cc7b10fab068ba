// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider;

import java.net.URI;

/**
 * Names one file that a provider made, where it lies for a while.
 *
 * @param type as in {@link ResultFile}
 * @param url chosen by the provider: vetted before it is called, and never kept
 */
public record Download(String type, URI url) {}
