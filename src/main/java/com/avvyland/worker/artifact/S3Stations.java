// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.artifact;

import com.avvyland.worker.config.S3Config;
import com.avvyland.worker.journal.Blobs;
import com.avvyland.worker.source.UrlReader;
import java.time.Duration;
import javax.net.ssl.TrustManager;
import org.apache.camel.spi.Registry;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Opens the one S3 client of the process, and makes the stations that use it. */
public final class S3Stations implements AutoCloseable {

    private final S3Config config;
    private final S3Client s3;
    private final S3Presigner presigner;

    private S3Stations(S3Config config, S3Client s3, S3Presigner presigner) {
        this.config = config;
        this.s3 = s3;
        this.presigner = presigner;
    }

    /** Open a client; nothing is called yet. */
    public static S3Stations open(S3Config config) {
        return open(config, null);
    }

    static S3Stations open(S3Config config, TrustManager @Nullable [] trust) {
        return new S3Stations(config, S3Clients.open(config, trust), S3Clients.presigner(config));
    }

    /** Bind the client and the stations under the names that {@code routes/artifacts.camel.yaml} knows. */
    public void bind(Registry registry) {
        Conditions conditions = new Conditions();
        registry.bind("s3", s3);
        registry.bind("objectUpload", new ObjectUpload(s3, conditions));
        registry.bind("multipartUpload", new MultipartUpload(s3, conditions));
    }

    /**
     * Return a reader of models in the buckets that tasks may name.
     *
     * @param timeout for one model, from connecting to the last byte
     */
    public UrlReader reader(Duration timeout) {
        return new S3Reader(s3, config.inputBuckets(), timeout);
    }

    /** Return a keeper of the journal's blobs in the bucket of the artifacts. */
    public Blobs blobs() {
        return new S3Blobs(s3, config.bucket(), config.prefix());
    }

    /** Return what lends images by URLs of the bucket. */
    public S3Links links() {
        return new S3Links(config, s3, presigner);
    }

    @Override
    public void close() {
        presigner.close();
        s3.close();
    }
}
