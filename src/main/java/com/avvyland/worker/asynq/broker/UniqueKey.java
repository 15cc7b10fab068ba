// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.broker;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Builds the key of the lock that makes a task unique: queue, type and the MD5 of the payload. */
public final class UniqueKey {

    private UniqueKey() {}

    /**
     * Build the key.
     *
     * @param payload null is not the same as empty: nothing follows the last colon
     */
    public static String of(String queue, String type, @Nullable ByteBuffer payload) {
        return new Keys(queue).prefix() + "unique:" + type + ":" + (payload == null ? "" : md5(payload));
    }

    private static String md5(ByteBuffer payload) {
        try {
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            md5.update(payload.duplicate());
            return HexFormat.of().formatHex(md5.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
