// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.callback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.avvyland.worker.config.InvalidConfigException;
import com.avvyland.worker.config.Secret;
import com.avvyland.worker.task.Bytes;
import com.standardwebhooks.Webhook;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Its oracle is the standard's own library for Java, which signs text only; binary bodies go by RFC 2104. */
class StandardWebhookTest {

    private static final String WHSEC = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochSecond(1_614_265_330, 999_000_000));

    @ParameterizedTest
    @ValueSource(strings = {WHSEC, "a secret of our own", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"})
    void signsTextAsTheStandardsOwnLibraryDoes(String secret) throws Exception {
        Webhook library =
                secret.equals(WHSEC) ? new Webhook(secret) : new Webhook(secret.getBytes(StandardCharsets.UTF_8));
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 50; i++) {
            String id = "id-" + i;
            String body = "text ü %d".formatted(random.nextLong()).repeat(random.nextInt(9));
            assertThat(headers(secret, null, id, body.getBytes(StandardCharsets.UTF_8)))
                    .containsOnly(
                            Map.entry("webhook-id", id),
                            Map.entry("webhook-timestamp", "1614265330"),
                            Map.entry("webhook-signature", library.sign(id, 1_614_265_330, body)));
        }
    }

    @Test
    void signsTheBytesOfABinaryBody() {
        byte[] body = HexFormat.of().parseHex("a1617842ffc3");
        byte[] signed = HexFormat.of().parseHex("742e313631343236353333302e" + "a1617842ffc3");
        byte[] mac = HexFormat.of().parseHex(CallbackSignerTest.rfc2104("s".getBytes(StandardCharsets.UTF_8), signed));

        assertThat(headers("s", null, "t", body))
                .containsEntry("webhook-signature", "v1," + Base64.getEncoder().encodeToString(mac));
    }

    @Test
    void listsASignatureByEachSecretWhileOneIsRotated() {
        byte[] body = {1, 2};
        assertThat(headers("new", WHSEC, "t", body))
                .containsEntry(
                        "webhook-signature",
                        headers("new", null, "t", body).get("webhook-signature") + " "
                                + headers(WHSEC, null, "t", body).get("webhook-signature"));
    }

    @ParameterizedTest
    @CsvSource({"plain, plain", "a.b, a%2Eb", "a%2Eb, a%252Eb", "..., %2E%2E%2E"})
    void givesEachKeyAnIdOfItsOwnWithoutADot(String key, String id) {
        assertThat(headers("s", null, key, new byte[0])).containsEntry("webhook-id", id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"whsec_", "whsec_not base64", "whsec_a-b_", "whsec_=="})
    void stopsTheStartForAKeyThatIsNotBase64AndDoesNotQuoteIt(String secret) {
        assertThatExceptionOfType(InvalidConfigException.class)
                .isThrownBy(() -> new StandardWebhook(new Secret("fine"), new Secret(secret), CLOCK))
                .withMessage("worker.callback.secret_previous: not Base64 (expected: whsec_ and Base64 of the key)")
                .withNoCause();
    }

    private static Map<String, String> headers(String current, @Nullable String previous, String key, byte[] body) {
        return new StandardWebhook(new Secret(current), previous == null ? null : new Secret(previous), CLOCK)
                .headers(key, Bytes.of(body));
    }
}
