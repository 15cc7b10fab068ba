// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.source;

import com.avvyland.worker.egress.EgressGet;
import com.avvyland.worker.egress.EgressPolicy;
import com.avvyland.worker.egress.RefusedAddressException;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.TaskFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;

/**
 * Reads models by https, from wherever the policy allows.
 *
 * <p>Permanent: a URL that may not be called, a redirect, and 4xx other than 408, 425 and 429, since the task will not
 * name another URL. Passing: those three, 5xx, and whatever breaks on the way.
 */
public final class HttpsReader implements UrlReader {

    private static final String NAME = "input_model_url";

    private final EgressPolicy policy;
    private final EgressGet egress;

    public HttpsReader(EgressPolicy policy, EgressGet egress) {
        this.policy = policy;
        this.egress = egress;
    }

    @Override
    public Bytes read(String url, long most) {
        URI vetted = policy.vet(NAME, url);
        try {
            return egress.get(vetted, (status, length, body) -> model(status, length, body, most));
        } catch (RefusedAddressException e) {
            throw new TaskFailure(FailureCode.INVALID_PAYLOAD, "%s: %s".formatted(NAME, e.getMessage()), e);
        } catch (InterruptedIOException e) {
            throw new TaskFailure(
                    FailureCode.TIMEOUT,
                    "%s: not read in time (expected: within worker.model_url.timeout)".formatted(NAME),
                    e);
        } catch (IOException e) {
            throw new TaskFailure(
                    FailureCode.STORAGE_FAILED, "%s: connection broke (expected: a model)".formatted(NAME), e);
        }
    }

    private static Bytes model(int status, long length, InputStream body, long most) throws IOException {
        if (status != 200) {
            throw new TaskFailure(
                    passing(status) ? FailureCode.STORAGE_FAILED : FailureCode.INVALID_PAYLOAD,
                    "%s: %d (expected: 200)".formatted(NAME, status));
        }
        if (length > most) {
            throw Spool.tooLarge(length, most);
        }
        return Spool.read(body, most);
    }

    private static boolean passing(int status) {
        return status == 408 || status == 425 || status == 429 || status >= 500;
    }
}
