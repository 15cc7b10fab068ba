// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.artifact.StoreFinding.Weight;
import com.avvyland.worker.config.S3Config;
import com.avvyland.worker.testing.TestingS3;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.s3.S3Client;

class StoreProbeIT {

    @RegisterExtension
    static final TestingS3 S3 = new TestingS3();

    @BeforeAll
    static void createBucket() {
        TestingBucket.create(S3, TestingStores.BUCKET);
    }

    @Test
    void findsNothingWrongWithASoundStoreAndLeavesNothing() {
        List<StoreFinding> findings = look(TestingStores.config(S3.endpoint()));

        assertThat(findings).allMatch(finding -> finding.weight() == Weight.FINE);
        assertThat(findings)
                .extracting(StoreFinding::name)
                .containsExactly("s3", "s3-clock", "s3-presigned", "s3-chunked");
        assertThat(findings.getFirst().detail()).startsWith("bucket models: 64 KiB there and back");
        try (S3Client client = TestingStores.client(S3, false)) {
            assertThat(client.listObjectsV2(request -> request.bucket(TestingStores.BUCKET))
                            .contents())
                    .isEmpty();
        }
    }

    @Test
    void saysThatTheSecretIsWrongAndDoesNotNameIt() {
        List<StoreFinding> findings = look(TestingStores.config(S3.endpoint(), "not-the-secret"));

        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.weight()).isEqualTo(Weight.BROKEN);
            assertThat(finding.detail())
                    .contains("SignatureDoesNotMatch")
                    .contains("the S3_SECRET_ACCESS_KEY of this key")
                    .doesNotContain("not-the-secret");
        });
    }

    @Test
    void saysThatTheBucketIsNotThere() {
        S3Config config = TestingStores.config(S3.endpoint());
        var other = new S3Config(
                "another",
                config.region(),
                config.endpoint(),
                true,
                config.keys(),
                "",
                List.of("another"),
                config.timeout());

        assertThat(look(other))
                .singleElement()
                .satisfies(finding ->
                        assertThat(finding.detail()).contains("NoSuchBucket").contains("S3_BUCKET exists"));
    }

    @Test
    void saysThatNobodyListens() {
        assertThat(look(TestingStores.config(URI.create("http://127.0.0.1:1"))))
                .singleElement()
                .satisfies(finding -> assertThat(finding.detail()).contains("listens at S3_ENDPOINT"));
    }

    /** The fake keeps bodies as they come, so it takes the SDK's framing for data, as s3rver does. */
    @Test
    void warnsOfAStoreThatKeepsTheFramingOfChunks() throws Exception {
        try (var store = new TestingStore()) {
            List<StoreFinding> findings = look(TestingStores.config(store.endpoint()));

            assertThat(findings)
                    .filteredOn(finding -> finding.name().equals("s3"))
                    .allMatch(finding -> finding.weight() == Weight.FINE);
            assertThat(findings)
                    .filteredOn(finding -> finding.name().equals("s3-chunked"))
                    .singleElement()
                    .satisfies(finding -> assertThat(finding.weight()).isEqualTo(Weight.DOUBTFUL));
        }
    }

    @Test
    void failsAtAStoreThatChangesBytes() throws Exception {
        try (var store = new TestingStore().keeping(body -> {
            byte[] changed = body.clone();
            changed[changed.length / 2] ^= 1;
            return changed;
        })) {
            assertThat(look(TestingStores.config(store.endpoint())).getFirst()).satisfies(finding -> {
                assertThat(finding.weight()).isEqualTo(Weight.BROKEN);
                assertThat(finding.detail()).contains("other bytes");
            });
        }
    }

    @ParameterizedTest
    @CsvSource({
        "403, RequestTimeTooSkewed, NTP",
        "400, AuthorizationHeaderMalformed, S3_REGION",
        "301, PermanentRedirect, S3_ENDPOINT",
        "403, InvalidAccessKeyId, S3_ACCESS_KEY_ID",
        "403, AccessDenied, PutObject on models",
        "405, MethodNotAllowed, S3_FORCE_PATH_STYLE"
    })
    void saysWhatToDoAboutARefusal(int status, String code, String remedy) throws Exception {
        try (var store = new TestingStore().refusing(_ -> new TestingStore.Refusal(status, code))) {
            assertThat(look(TestingStores.config(store.endpoint())))
                    .singleElement()
                    .satisfies(finding -> assertThat(finding.detail())
                            .contains(status + " " + code)
                            .contains(remedy));
        }
    }

    @Test
    void saysWhatStaysWhereNothingMayBeDeleted() throws Exception {
        try (var store = new TestingStore()
                .refusing(request ->
                        request.method().equals("DELETE") ? new TestingStore.Refusal(403, "AccessDenied") : null)) {
            assertThat(look(TestingStores.config(store.endpoint())).getLast()).satisfies(finding -> {
                assertThat(finding.name()).isEqualTo("s3-delete");
                assertThat(finding.detail()).startsWith("prod/doctor/").contains("lifecycle rule");
            });
        }
    }

    @Test
    void warnsOfAClockThatWillSoonBeRefused() {
        assertThat(StoreClock.of(Duration.ofMinutes(-6)).weight()).isEqualTo(Weight.DOUBTFUL);
        assertThat(StoreClock.of(Duration.ofMinutes(5)).weight()).isEqualTo(Weight.FINE);
    }

    private static List<StoreFinding> look(S3Config config) {
        return StoreProbe.look(config, InstantSource.system());
    }
}
