// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider;

import com.avvyland.worker.egress.EgressGet;
import com.avvyland.worker.egress.EgressPolicy;
import java.io.IOException;
import java.net.URI;

/** Lets tests of other packages fetch a provider's result as the accounts do. */
public final class TestingDownloads {

    private TestingDownloads() {}

    /** Fetch at most 1000 bytes. */
    public static void fetch(EgressPolicy policy, EgressGet get, String url) throws IOException {
        Download download;
        try {
            download = new Download("image", URI.create(url));
        } catch (IllegalArgumentException e) {
            // The stations do the same: a result without a URL.
            throw new IOException("result: no URL (expected: a URL)", e);
        }
        var _ = new Downloads(policy, get, 1000).fetch(download);
    }
}
