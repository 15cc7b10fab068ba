// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.callback;

import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.config.Secret;
import com.avvyland.worker.task.Bytes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallbackSignerTest {

    private static final HexFormat HEX = HexFormat.of();

    /** RFC 4231, test cases 1 and 2: those whose key is text and whose digest is given in full. */
    @Test
    void agreesWithThePublishedVectors() {
        assertThat(signature("\u000b".repeat(20), utf8("Hi There")))
                .isEqualTo("b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
        assertThat(signature("Jefe", utf8("what do ya want for nothing?")))
                .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }

    @Test
    void agreesWithTheDefinitionOnBinaryBodies() {
        SplittableRandom random = new SplittableRandom(4231);
        for (int i = 0; i < 500; i++) {
            String key = "k".repeat(1 + random.nextInt(100)) + random.nextInt();
            byte[] body = new byte[random.nextInt(300)];
            random.nextBytes(body);
            assertThat(signature(key, body)).isEqualTo(rfc2104(key.getBytes(StandardCharsets.UTF_8), body));
        }
    }

    @Test
    void signsTheRunAndNotTheArrayAroundIt() {
        byte[] padded = {9, 9, 1, 2, 3, 9};
        assertThat(headers("s", null, "model.preview.v1", new Bytes(padded, 2, 3)))
                .isEqualTo(headers("s", null, "model.preview.v1", Bytes.of((byte) 1, (byte) 2, (byte) 3)));
    }

    @ParameterizedTest
    @CsvSource({
        "model.preview.v1, X-Model-Preview-Signature",
        "model.object_pipeline.v1, X-Model-Object-Signature",
        "model.projection.step.v1, X-Model-Projection-Signature",
        "model.projection.model.v1, X-Model-Projection-Model-Signature",
        "model.preview.v9, X-Model-Preview-Signature"
    })
    void namesTheHeaderOfTheFamily(String type, String header) {
        assertThat(headers("s", null, type, Bytes.EMPTY)).containsOnlyKeys(header);
    }

    @Test
    void signsTwiceWhileTheSecretIsRotated() {
        var headers = headers("new", "old", "model.preview.v1", Bytes.of((byte) 1));
        assertThat(headers)
                .containsOnlyKeys("X-Model-Preview-Signature", "X-Model-Preview-Signature-Previous")
                .containsEntry("X-Model-Preview-Signature", rfc2104(utf8("new"), new byte[] {1}))
                .containsEntry("X-Model-Preview-Signature-Previous", rfc2104(utf8("old"), new byte[] {1}));
    }

    private static @Nullable String signature(String key, byte[] body) {
        return headers(key, null, "model.preview.v1", Bytes.of(body)).get("X-Model-Preview-Signature");
    }

    private static Map<String, String> headers(String current, @Nullable String previous, String type, Bytes body) {
        return new CallbackSigner(new Secret(current), previous == null ? null : new Secret(previous))
                .headers(type, body);
    }

    /** Compute HMAC-SHA256 from its definition in RFC 2104, on the digest alone. */
    static String rfc2104(byte[] key, byte[] body) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            byte[] block = Arrays.copyOf(key.length > 64 ? sha.digest(key) : key, 64);
            byte[] inner = block.clone();
            byte[] outer = block.clone();
            for (int i = 0; i < 64; i++) {
                inner[i] ^= 0x36;
                outer[i] ^= 0x5c;
            }
            sha.update(inner);
            byte[] digest = sha.digest(body);
            sha.update(outer);
            return HEX.formatHex(sha.digest(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
