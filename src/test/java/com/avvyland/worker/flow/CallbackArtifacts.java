// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.artifact.TestingBucket;
import com.fasterxml.jackson.databind.JsonNode;
import com.upokecenter.cbor.CBORObject;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Takes the artifacts out of a callback, and requires that each is what the callback says of it. */
final class CallbackArtifacts {

    private CallbackArtifacts() {}

    /** Return an artifact out of the bucket {@code models}, when it travels no other way. */
    static byte[] stored(TestingBucket bucket, JsonNode artifact, String extension) {
        assertThat(artifact.has("bytes")).isFalse();
        return inBucket(bucket, artifact, extension);
    }

    /** Return an artifact out of the bucket {@code models}. */
    static byte[] inBucket(TestingBucket bucket, JsonNode artifact, String extension) {
        String url = artifact.path("url").asText();
        assertThat(url).startsWith("s3://models/sha256/").endsWith(extension);
        return described(artifact, bucket.get(url.substring("s3://models/".length())));
    }

    /** Return an artifact that travels no other way. */
    static byte[] inline(JsonNode artifact) {
        assertThat(artifact.has("url")).isFalse();
        return bytes(artifact);
    }

    static byte[] bytes(JsonNode artifact) {
        try {
            return described(artifact, artifact.path("bytes").binaryValue());
        } catch (IOException e) {
            throw new AssertionError("bytes: no byte string", e);
        }
    }

    private static byte[] described(JsonNode artifact, byte[] content) {
        assertThat(artifact.path("sha256").asText()).isEqualTo(sha256(content));
        assertThat(artifact.path("size").asInt()).isEqualTo(content.length);
        return content;
    }

    /** Require that a view was made of this very canonical model. */
    static void assertView(byte[] view, byte[] canonical, int triangles) {
        CBORObject content = CBORObject.DecodeFromBytes(view).Untag();
        assertThat(content.get("src").get("sha256").GetByteString())
                .isEqualTo(HexFormat.of().parseHex(sha256(canonical)));
        assertThat(content.get("stat").get("tri").AsInt32()).isEqualTo(triangles);
    }

    static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
