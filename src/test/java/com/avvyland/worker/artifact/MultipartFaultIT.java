// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.avvyland.worker.artifact.TestingParts.Answer;
import com.avvyland.worker.config.ArtifactsConfig.Store;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a store may answer to an upload in parts; three parts are sent. */
@Timeout(60)
class MultipartFaultIT {

    private static final byte[] LARGE = bytes((20 << 20) + 5);
    private static final byte[] SMALL = bytes(10);

    @Test
    void takesTheObjectOfAnotherWorkerThatWasFaster() throws IOException {
        TestingParts[] store = new TestingParts[1];
        try (var parts = new TestingParts(step -> {
                    if (!step.startsWith("complete")) {
                        return null;
                    }
                    store[0].has(LARGE);
                    return new Answer(412, "PreconditionFailed");
                });
                var routes = routes(parts)) {
            store[0] = parts;

            assertThat(routes.run(LARGE, SMALL).getFirst().url()).startsWith("s3://models/");
            assertThat(parts.steps()).containsExactly("begin", "part", "part", "part", "complete*", "abort");
        }
    }

    @Test
    void completesWithoutAConditionWhereTheStoreKnowsNone() throws IOException {
        try (var parts = new TestingParts(step -> step.equals("complete*") ? new Answer(501, "NotImplemented") : null);
                var routes = routes(parts)) {
            assertThat(routes.run(LARGE, SMALL)).hasSize(2);
            assertThat(parts.steps()).containsExactly("begin", "part", "part", "part", "complete*", "complete");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "begin, 503, SlowDown, 's3: 503 SlowDown (expected: 200)', begin begin begin",
        "part, 503, SlowDown, 's3: 503 SlowDown (expected: 200)', "
                + "begin part abort begin part abort begin part abort",
        "part, 400, BadDigest, 's3: 400 BadDigest (expected: the bytes as they were sent)', "
                + "begin part abort begin part abort begin part abort",
        // S3 answers 200 before it has put the parts together, and may say then that it could not.
        "complete*, 200, InternalError, 's3: 200 InternalError (expected: 200)', "
                + "begin part part part complete* abort begin part part part complete* abort"
                + " begin part part part complete* abort",
    })
    void beginsAgainWhereTheStoreMayDoItLater(String step, int status, String code, String message, String steps)
            throws IOException {
        try (var parts = new TestingParts(now -> now.equals(step) ? new Answer(status, code) : null);
                var routes = routes(parts)) {
            StoreUnavailableException failure =
                    catchThrowableOfType(StoreUnavailableException.class, () -> routes.run(LARGE, SMALL));

            assertThat(failure).hasMessage(message);
            assertThat(String.join(" ", parts.steps())).isEqualTo(steps);
        }
    }

    @ParameterizedTest
    @CsvSource({"begin, begin", "part, begin part abort", "complete*, begin part part part complete* abort"})
    void triesOnceWhereAPersonMustAct(String step, String steps) throws IOException {
        try (var parts = new TestingParts(now -> now.equals(step) ? new Answer(403, "AccessDenied") : null);
                var routes = routes(parts)) {
            StoreRefusedException failure =
                    catchThrowableOfType(StoreRefusedException.class, () -> routes.run(LARGE, SMALL));

            assertThat(failure).hasMessageStartingWith("s3: 403 AccessDenied");
            assertThat(String.join(" ", parts.steps())).isEqualTo(steps);
        }
    }

    @Test
    void tellsTheFirstFaultWhenTheUploadCannotBeAbortedEither() throws IOException {
        try (var parts = new TestingParts(step -> switch (step) {
                    case "part" -> new Answer(403, "AccessDenied");
                    case "abort" -> new Answer(500, "InternalError");
                    default -> null;
                });
                var routes = routes(parts)) {
            assertThat(catchThrowableOfType(StoreRefusedException.class, () -> routes.run(LARGE, SMALL)))
                    .hasMessageStartingWith("s3: 403 AccessDenied");
            assertThat(parts.steps()).isEqualTo(List.of("begin", "part", "abort"));
        }
    }

    private static TestingArtifactRoutes routes(TestingParts parts) {
        return new TestingArtifactRoutes(TestingStores.config(parts.endpoint()), Store.ABOVE_LIMIT, null);
    }

    private static byte[] bytes(int size) {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        return content;
    }
}
