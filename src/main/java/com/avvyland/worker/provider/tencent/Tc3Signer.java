// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.tencent;

import com.avvyland.worker.config.ProvidersConfig.TencentConfig.Keys;
import com.avvyland.worker.config.Secret;
import com.avvyland.worker.egress.RequestKey;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs calls by TC3-HMAC-SHA256, Tencent Cloud's API 3.0. A signature is good for five minutes around its time. Safe for
 * any thread.
 *
 * @param region where jobs are made and known
 */
record Tc3Signer(Keys keys, String service, String version, String region, InstantSource clock) implements RequestKey {

    private static final String ALGORITHM = "TC3-HMAC-SHA256";

    @Override
    public Map<String, String> headers(URI url, Map<String, String> headers, byte[] body) {
        String type = headers.get("content-type");
        if (type == null) {
            throw new IllegalArgumentException("content-type: absent (expected: one; it is signed)");
        }
        // The client sets Host later, from the same authority.
        String host = headers.getOrDefault("host", url.getRawAuthority());
        Instant now = clock.instant();
        return Map.of(
                "Authorization",
                authorization(new Tc3Request(type, host, headers.get("x-tc-action"), body), now),
                "X-TC-Timestamp",
                String.valueOf(now.getEpochSecond()),
                "X-TC-Version",
                version,
                "X-TC-Region",
                region);
    }

    @Override
    public List<Secret> secrets() {
        return List.of(keys.id(), keys.key());
    }

    /** Return the value of {@code Authorization}. */
    String authorization(Tc3Request request, Instant now) {
        LocalDate date = LocalDate.ofInstant(now, ZoneOffset.UTC);
        String scope = "%s/%s/tc3_request".formatted(date, service);
        byte[] dated = hmac(("TC3" + keys.key().reveal()).getBytes(StandardCharsets.UTF_8), date.toString());
        byte[] signing = hmac(hmac(dated, service), "tc3_request");
        return "%s Credential=%s/%s, SignedHeaders=%s, Signature=%s"
                .formatted(
                        ALGORITHM,
                        keys.id().reveal(),
                        scope,
                        request.signedHeaders(),
                        HexFormat.of().formatHex(hmac(signing, stringToSign(request, now))));
    }

    /** Return what is signed. */
    String stringToSign(Tc3Request request, Instant now) {
        return "%s\n%d\n%s/%s/tc3_request\n%s"
                .formatted(
                        ALGORITHM,
                        now.getEpochSecond(),
                        LocalDate.ofInstant(now, ZoneOffset.UTC),
                        service,
                        Tc3Request.sha256(request.canonical()));
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HmacSHA256: absent (expected: in every JDK)", e);
        }
    }
}
