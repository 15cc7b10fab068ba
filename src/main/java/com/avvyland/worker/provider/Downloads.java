// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider;

import com.avvyland.worker.egress.EgressGet;
import com.avvyland.worker.egress.EgressPolicy;
import com.avvyland.worker.egress.RefusedUrlException;
import com.avvyland.worker.task.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;

/**
 * Fetches what a provider made from where it put it: no key goes along, no redirect is followed, and every address is
 * checked. Safe for any thread.
 */
public final class Downloads implements AutoCloseable {

    private final EgressPolicy policy;
    private final EgressGet get;
    private final int most;

    /**
     * Create a fetcher.
     *
     * @param most bytes of one file
     */
    public Downloads(EgressPolicy policy, EgressGet get, int most) {
        this.policy = policy;
        this.get = get;
        this.most = most;
    }

    /**
     * Fetch one file.
     *
     * @throws ProviderException {@link Fault#RESULT_EXPIRED} when it is gone; {@link Fault#EMPTY_RESULT} when its
     *     address may not be called or it is too large
     */
    ResultFile fetch(Download download) throws IOException {
        URI url;
        try {
            url = policy.vet("result url", download.url().toString());
        } catch (RefusedUrlException e) {
            throw new ProviderException(Fault.EMPTY_RESULT, String.valueOf(e.getMessage()), e);
        }
        return get.get(url, (status, length, body) -> read(download, status, length, body));
    }

    private ResultFile read(Download download, int status, long length, InputStream body) throws IOException {
        if (status == 403 || status == 404 || status == 410) {
            throw new ProviderException(Fault.RESULT_EXPIRED, "result: status %d (expected: 200)".formatted(status));
        }
        if (status != 200) {
            throw new ProviderException(Fault.TRANSIENT, "result: status %d (expected: 200)".formatted(status));
        }
        byte[] bytes = length > most ? new byte[0] : body.readNBytes(most + 1);
        if (length > most || bytes.length > most) {
            throw new ProviderException(
                    Fault.EMPTY_RESULT, "result: larger than %d bytes (expected: less)".formatted(most));
        }
        return new ResultFile(download.type(), Bytes.of(bytes));
    }

    @Override
    public void close() throws IOException {
        get.close();
    }
}
