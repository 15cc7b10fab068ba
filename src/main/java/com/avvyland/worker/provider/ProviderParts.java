// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider;

import com.avvyland.worker.journal.Blobs;
import com.avvyland.worker.journal.Purchases;
import java.time.InstantSource;

/** Holds what every station of every provider works with. */
public record ProviderParts(
        Purchases purchases, Blobs blobs, ProviderAccounts accounts, InstantSource clock, Pause pause) {}
