// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.fal;

import com.avvyland.worker.provider.Fault;
import com.avvyland.worker.provider.ProviderException;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.regex.Pattern;

/**
 * Holds where a request of the queue is asked for: what FAL returned at its submission. Of those URLs only the path is
 * read: scheme and host are always the account's, so that no answer sends its key elsewhere.
 *
 * @param result path of the result
 * @param status path of the question how far it is
 * @param cancel path of the cancellation
 */
record FalReceipt(String result, String status, String cancel) {

    /** Room for three paths in the 512 characters of a journal's id. */
    private static final int LONGEST = 170;

    private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9_-][A-Za-z0-9._-]*)+");

    /**
     * Read the answer to a submission.
     *
     * @param endpoint the URLs are of its owner and app, whatever follows these two
     * @throws ProviderException {@link Fault#AMBIGUOUS_SUBMIT} where it says not, or not plausibly, where to ask
     */
    static FalReceipt of(JsonNode answer, String endpoint) {
        String result = path(answer.path("response_url").asText(""), endpoint);
        String status = answer.path("status_url").asText("");
        String cancel = answer.path("cancel_url").asText("");
        return new FalReceipt(
                result,
                status.isEmpty() ? result + "/status" : path(status, endpoint),
                cancel.isEmpty() ? result + "/cancel" : path(cancel, endpoint));
    }

    private static String path(String url, String endpoint) {
        String[] names = endpoint.split("/", 3);
        String path;
        try {
            path = String.valueOf(URI.create(url).getRawPath());
        } catch (IllegalArgumentException e) {
            throw new ProviderException(Fault.AMBIGUOUS_SUBMIT, "request: no URL (expected: where to ask)", e);
        }
        boolean own = names.length > 1 && path.startsWith("/%s/%s/".formatted(names[0], names[1]));
        if (!own || path.length() > LONGEST || !PATH.matcher(path).matches()) {
            throw new ProviderException(
                    Fault.AMBIGUOUS_SUBMIT, "request: a URL of another app (expected: of %s)".formatted(endpoint));
        }
        return path;
    }

    /** Read what {@link #job} wrote. */
    static FalReceipt ofJob(String job) {
        String[] paths = job.split(" ", 3);
        return paths.length == 3
                ? new FalReceipt(paths[0], paths[1], paths[2])
                : new FalReceipt(job, job + "/status", job + "/cancel");
    }

    /** Return the job's id: the path of its result, alone where the other two follow from it. */
    String job() {
        boolean follow = status.equals(result + "/status") && cancel.equals(result + "/cancel");
        return follow ? result : "%s %s %s".formatted(result, status, cancel);
    }
}
