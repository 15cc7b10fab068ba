// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider;

import com.avvyland.worker.journal.Purchase;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.CborEncoder;
import com.avvyland.worker.task.CborLimits;
import com.avvyland.worker.task.CborReader;
import com.avvyland.worker.task.TaskFailure;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Brings results in, checks them and keeps them: only then is a purchase done. */
final class Results {

    private static final CborReader READER = new CborReader(CborLimits.TASK);

    private final ProviderParts parts;

    Results(ProviderParts parts) {
        this.parts = parts;
    }

    /** Return the kept result of a purchase; null when it is not there, or not whole. */
    @Nullable
    ProviderResult find(Purchase purchase) {
        String digest = purchase.result();
        Bytes blob = digest == null ? null : parts.blobs().find(digest);
        if (blob == null || !sha256(blob).equals(digest)) {
            return null;
        }
        try {
            return READER.read(blob, Kept.class).result();
        } catch (TaskFailure e) {
            return null;
        }
    }

    /**
     * Fetch, check and keep what an attempt has got.
     *
     * @throws ProviderException for a result that is none
     */
    ProviderResult take(Provider provider, Attempt attempt) throws IOException, InterruptedException {
        Content content = attempt.content;
        Purchase purchase = attempt.purchase;
        if (content == null || purchase == null) {
            throw new IllegalStateException("content: none (expected: the step answer or status before this one)");
        }
        List<ResultFile> files = new ArrayList<>(content.files());
        for (Download download : content.downloads()) {
            files.add(parts.accounts().downloads(provider).fetch(download));
        }
        String json = ResultCheck.check(attempt.request.capability(), content.json(), files);
        Double usd = content.costUsd();
        ProviderResult result = new ProviderResult(
                provider.wireName(),
                attempt.model,
                purchase.jobId(),
                usd == null ? attempt.priceMicroUsd : Math.round(usd * 1e6),
                json,
                files);
        Bytes blob = CborEncoder.encode(result);
        String digest = sha256(blob);
        parts.blobs().keep(digest, blob);
        attempt.purchase = purchase.done(digest);
        parts.purchases().advance(attempt.work, attempt.offer(), attempt.purchase);
        return result;
    }

    private static String sha256(Bytes bytes) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes.array(), bytes.offset(), bytes.length());
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256: absent (expected: in every JDK)", e);
        }
    }

    /** Mirrors {@link ProviderResult} before anything of it is trusted. */
    record Kept(
            @Nullable String provider,
            @Nullable String model,
            @Nullable String jobId,
            @Nullable Long costMicroUsd,
            @Nullable String json,
            @Nullable List<KeptFile> files) {

        @Nullable
        ProviderResult result() {
            if (provider == null || model == null || costMicroUsd == null || files == null) {
                return null;
            }
            List<ResultFile> whole = new ArrayList<>();
            for (KeptFile file : files) {
                if (file.type() == null || file.bytes() == null) {
                    return null;
                }
                whole.add(new ResultFile(file.type(), file.bytes()));
            }
            return new ProviderResult(provider, model, jobId, costMicroUsd, json, whole);
        }
    }

    record KeptFile(@Nullable String type, @Nullable Bytes bytes) {}
}
