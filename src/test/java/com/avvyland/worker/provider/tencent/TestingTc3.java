// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.tencent;

import com.avvyland.worker.provider.TestingProvider.Call;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.text.SimpleDateFormat;
import java.time.Instant;
import java.util.Date;
import java.util.Locale;
import java.util.TimeZone;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Checks TC3 signatures as the far end does: from what came in alone. It shares no code with the worker's signer. */
final class TestingTc3 {

    private static final Pattern AUTHORIZATION = Pattern.compile(
            "TC3-HMAC-SHA256 Credential=([^/,]+)/(\\d{4}-\\d\\d-\\d\\d)/([^/,]+)/tc3_request, SignedHeaders=([a-z0-9;-]+), Signature=([0-9a-f]{64})");

    private final String secretId;
    private final String secretKey;

    TestingTc3(String secretId, String secretKey) {
        this.secretId = secretId;
        this.secretKey = secretKey;
    }

    /**
     * Return the code of what is wrong, or null.
     *
     * @param service the only one that is right; absent for whatever the scope names
     */
    @Nullable
    String refusal(Call call, Instant now, @Nullable String service) {
        Matcher found = AUTHORIZATION.matcher(call.headers().getOrDefault("authorization", ""));
        String stamp = call.headers().getOrDefault("x-tc-timestamp", "");
        if (!found.matches() || !stamp.matches("[0-9]{1,11}")) {
            return "AuthFailure.InvalidAuthorization";
        }
        if (!found.group(1).equals(secretId)) {
            return "AuthFailure.SecretIdNotFound";
        }
        long seconds = Long.parseLong(stamp);
        if (Math.abs(now.getEpochSecond() - seconds) > 300) {
            return "AuthFailure.SignatureExpire";
        }
        String[] names = found.group(4).split(";");
        StringBuilder text = new StringBuilder("POST\n/\n\n");
        for (String name : names) {
            String value = call.headers().getOrDefault(name, "").trim().toLowerCase(Locale.ROOT);
            text.append(name).append(':').append(value).append('\n');
        }
        text.append('\n').append(found.group(4)).append('\n').append(hash(call.body()));
        String scope = found.group(2) + "/" + found.group(3) + "/tc3_request";
        String signed = "TC3-HMAC-SHA256\n" + stamp + "\n" + scope + "\n"
                + hash(text.toString().getBytes(StandardCharsets.UTF_8));
        byte[] key = ("TC3" + secretKey).getBytes(StandardCharsets.UTF_8);
        for (String part : new String[] {found.group(2), found.group(3), "tc3_request"}) {
            key = mac(key, part);
        }
        boolean mandatory = ("content-type".equals(names[0]) && names.length > 1 && "host".equals(names[1]));
        boolean right = mandatory
                && found.group(2).equals(day(seconds))
                && (service == null || service.equals(found.group(3)))
                && hex(mac(key, signed)).equals(found.group(5));
        return right ? null : "AuthFailure.SignatureFailure";
    }

    private static String day(long seconds) {
        SimpleDateFormat format = new SimpleDateFormat("yyyy-MM-dd", Locale.ROOT);
        format.setTimeZone(TimeZone.getTimeZone("UTC"));
        return format.format(new Date(seconds * 1000));
    }

    private static byte[] mac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, mac.getAlgorithm()));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String hash(byte[] bytes) {
        try {
            return hex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String hex(byte[] bytes) {
        return String.format("%064x", new BigInteger(1, bytes));
    }
}
