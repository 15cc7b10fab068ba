// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.ModelPreviewTask;
import com.avvyland.worker.task.ModelSource;
import com.avvyland.worker.task.PreviewOptions;
import com.avvyland.worker.task.TaskFailure;
import com.avvyland.worker.testing.TestingModels;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelReaderTest {

    private static final byte[] GLB = TestingModels.triangle();
    private static final byte[] GLTF = TestingModels.texturedBoxGltf();

    private final ModelReader reader = new ModelReader(ModelLimits.DEFAULT, Map.of());

    @Test
    void sharesTheBytesOfThePayload() {
        byte[] payload = new byte[GLB.length + 20];
        System.arraycopy(GLB, 0, payload, 7, GLB.length);
        var bytes = new Bytes(payload, 7, GLB.length);

        Model model = reader.read(task(new ModelSource(".glb", bytes, null, null, Map.of())));

        assertThat(model.extension()).isEqualTo(".glb");
        assertThat(model.bytes().array()).isSameAs(payload);
        assertThat(model.bytes()).isEqualTo(Bytes.of(GLB));
    }

    @ParameterizedTest
    @ValueSource(strings = {".glb", "glb", "GLB", ".Glb"})
    void takesTheExtensionWithOrWithoutDotInAnyCase(String inputFormat) {
        assertThat(reader.read(task(source(inputFormat, GLB))).extension()).isEqualTo(".glb");
    }

    @Test
    void takesJsonAfterAByteOrderMarkAndSpace() {
        byte[] marked = ("\ufeff \r\n\t" + new String(GLTF, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);

        assertThat(reader.read(task(source(".gltf", marked))).extension()).isEqualTo(".gltf");
    }

    @ParameterizedTest
    @CsvSource({".step", ".usdc", ".exe", "''", ".glb.exe"})
    void refusesAnUnknownExtension(String inputFormat) {
        TaskFailure failure = refused(source(inputFormat, GLB));

        assertThat(failure.code()).isEqualTo(FailureCode.UNSUPPORTED_FORMAT);
        assertThat(failure)
                .hasMessageEndingWith(
                        "(expected: one of .glb, .gltf, .obj, .stl, .ply, .fbx, .dae, .3mf, .usda, .usdz)");
    }

    @Test
    void showsOnlyTheBeginningOfAHostileExtension() {
        TaskFailure failure = refused(source(".x\u202e\n" + "y".repeat(10_000), GLB));

        assertThat(failure)
                .hasMessageStartingWith("input_format: .x??" + "y".repeat(28) + "... (expected: one of .glb,");
    }

    @Test
    void refusesContentThatIsNotWhatTheExtensionSays() {
        assertThat(refused(source(".glb", GLTF)))
                .hasMessage("input_format: .glb (expected: .gltf, as the content begins)")
                .extracting(TaskFailure::code)
                .isEqualTo(FailureCode.UNSUPPORTED_FORMAT);
        assertThat(refused(source(".gltf", GLB)))
                .hasMessage("input_format: .gltf (expected: .glb, as the content begins)");
        assertThat(refused(source(".glb", "%PDF-1.7".getBytes(StandardCharsets.US_ASCII))))
                .hasMessage("input_format: .glb (expected: a known format, as the content begins)");
        assertThat(refused(source(".gltf", "[{}]".getBytes(StandardCharsets.US_ASCII)))
                        .code())
                .isEqualTo(FailureCode.UNSUPPORTED_FORMAT);
    }

    @Test
    void takesTheDigestInAnyCase() throws NoSuchAlgorithmException {
        String digest =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(GLB));

        assertThat(reader.read(task(source(".glb", GLB, digest)))).isNotNull();
        assertThat(reader.read(task(source(".glb", GLB, digest.toUpperCase(Locale.ROOT)))))
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"})
    void refusesAnotherDigestAndTellsNothing(String digest) {
        TaskFailure failure = refused(source(".glb", GLB, digest));

        assertThat(failure.code()).isEqualTo(FailureCode.INVALID_PAYLOAD);
        assertThat(failure).hasMessage("input_model_sha256: another digest (expected: the SHA-256 of input_model)");
    }

    @Test
    void boundsTheModelTogetherWithItsResources() {
        var small = new ModelReader(new ModelLimits(GLB.length + 10), Map.of());
        var fits = new ModelSource(".glb", Bytes.of(GLB), null, null, Map.of("a.bin", Bytes.of(new byte[10])));
        var larger = new ModelSource(".glb", Bytes.of(GLB), null, null, Map.of("a.bin", Bytes.of(new byte[11])));

        assertThat(small.read(task(fits)).resources()).containsOnlyKeys("a.bin");
        TaskFailure failure = catchThrowableOfType(TaskFailure.class, () -> small.read(task(larger)));
        assertThat(failure.code()).isEqualTo(FailureCode.MODEL_TOO_LARGE);
    }

    @Test
    void refusesNoBytesAtAll() {
        assertThat(refused(source(".glb", new byte[0])).code()).isEqualTo(FailureCode.INVALID_MODEL);
    }

    @ParameterizedTest
    @CsvSource({
        "http://example.com/a.glb, http",
        "S3://bucket/a.glb, s3",
        "file:///etc/passwd, file",
        "/etc/passwd, no URL",
        "https:/example.com, no URL",
    })
    void refusesAUrlThatNobodyReads(String url, String found) {
        var https = new ModelReader(ModelLimits.DEFAULT, Map.of("https", (_, _) -> Bytes.of(GLB)));
        TaskFailure failure = catchThrowableOfType(TaskFailure.class, () -> https.read(task(behind(url, null))));

        assertThat(failure.code()).isEqualTo(FailureCode.INVALID_PAYLOAD);
        assertThat(failure).hasMessage("input_model_url: %s (expected: https://)", found);
    }

    @Test
    void readsWhatIsBehindAUrlAndChecksItAsIfItWereInline() throws NoSuchAlgorithmException {
        List<String> asked = new ArrayList<>();
        var https = new ModelReader(new ModelLimits(10_000), Map.of("https", (url, most) -> {
            asked.add(url + " " + most);
            return Bytes.of(GLB);
        }));
        String digest =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(GLB));
        String url = "HTTPS://example.com/a.glb?b=c";
        var source = new ModelSource(".glb", null, url, digest, Map.of("a.bin", Bytes.of(new byte[10])));

        assertThat(https.read(task(source)).bytes()).isEqualTo(Bytes.of(GLB));
        assertThat(asked).containsExactly(url + " 9990");
        assertThat(catchThrowableOfType(TaskFailure.class, () -> https.read(task(behind(url, "00".repeat(32))))))
                .hasMessage("input_model_sha256: another digest (expected: the SHA-256 of input_model)");
        assertThat(catchThrowableOfType(
                        TaskFailure.class, () -> https.read(task(new ModelSource(".gltf", null, url, null, Map.of())))))
                .hasMessageStartingWith("input_format: .gltf");
    }

    private static ModelSource behind(String url, @Nullable String sha256) {
        return new ModelSource(".glb", null, url, sha256, Map.of());
    }

    private TaskFailure refused(ModelSource source) {
        return catchThrowableOfType(TaskFailure.class, () -> reader.read(task(source)));
    }

    private static ModelSource source(String inputFormat, byte[] bytes) {
        return source(inputFormat, bytes, null);
    }

    private static ModelSource source(String inputFormat, byte[] bytes, @Nullable String sha256) {
        return new ModelSource(inputFormat, Bytes.of(bytes), null, sha256, Map.of());
    }

    private static ModelPreviewTask task(ModelSource source) {
        return new ModelPreviewTask("h", "https://example.com", null, null, List.of(), source, PreviewOptions.UNSET);
    }
}
