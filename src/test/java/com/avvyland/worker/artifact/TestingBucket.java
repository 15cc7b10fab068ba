// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.artifact;

import com.avvyland.worker.testing.TestingS3;
import java.io.IOException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Gives tests of other packages a bucket to look into. */
public final class TestingBucket {

    private final S3Client client;
    private final String name;

    private TestingBucket(S3Client client, String name) {
        this.client = client;
        this.name = name;
    }

    public static TestingBucket create(TestingS3 s3, String name) {
        S3Client client = TestingStores.client(s3, false);
        client.createBucket(request -> request.bucket(name));
        return new TestingBucket(client, name);
    }

    /** Return a store that refuses so many writes before it works. */
    public static TestingStore failing(int times) throws IOException {
        TestingStore store = new TestingStore();
        return store.refusing(
                request -> request.method().equals("PUT") && store.puts().size() <= times
                        ? new TestingStore.Refusal(503, "SlowDown")
                        : null);
    }

    public void put(String key, byte[] content) {
        client.putObject(request -> request.bucket(name).key(key), RequestBody.fromBytes(content));
    }

    public byte[] get(String key) {
        return client.getObjectAsBytes(request -> request.bucket(name).key(key)).asByteArray();
    }
}
