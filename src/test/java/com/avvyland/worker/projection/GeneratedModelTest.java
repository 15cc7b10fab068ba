// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.avvyland.worker.gltf.GltfLimits;
import com.avvyland.worker.gltf.GltfReader;
import com.avvyland.worker.provider.ProviderResult;
import com.avvyland.worker.provider.ResultFile;
import com.avvyland.worker.source.ModelLimits;
import com.avvyland.worker.source.ModelReader;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.ProjectionModelTask;
import com.avvyland.worker.task.TaskFailure;
import com.avvyland.worker.testing.TestingFormats;
import com.avvyland.worker.testing.TestingModels;
import com.avvyland.worker.testing.TestingTetrahedron;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GeneratedModelTest {

    private static final long MOST = 1 << 20;
    private static final ProjectionModelTask TASK = TestingModelTask.of(null, List.of(), List.of());
    private static final ResultFile GLB = file("glb", TestingModels.triangle());
    private static final ResultFile ZIP =
            file("zip", TestingFormats.zip(Map.of("model.obj", TestingTetrahedron.obj(), "a.mtl", new byte[3])));

    private final GeneratedModel station = new GeneratedModel(
            new ModelReader(new ModelLimits(MOST), Map.of()), new GltfReader(GltfLimits.DEFAULT), MOST);

    @Test
    void choosesTheGlbOfSeveralFiles() {
        ModelOnHand made = choose(file("stl", TestingTetrahedron.stl()), ZIP, GLB);

        assertThat(made.source().inputFormat()).isEqualTo(".glb");
        assertThat(made.source().bytes()).isEqualTo(GLB.bytes());
        assertThat(made.preview()).isEqualTo(TASK.preview());
    }

    @Test
    void choosesAZipBeforeALooseFile() {
        ModelOnHand made = choose(file("obj", TestingTetrahedron.obj()), ZIP);

        assertThat(made.source().resources()).containsOnlyKeys("a.mtl");
    }

    @Test
    void opensAZipThatIsCalledByWhatIsInIt() {
        ModelOnHand made = choose(file("obj", ZIP.bytes().toByteArray()));

        assertThat(made.source().inputFormat()).isEqualTo(".obj");
        assertThat(made.source().resources()).containsOnlyKeys("a.mtl");
    }

    @Test
    void fallsToTheNextFileWhenABetterOneIsBroken() {
        ResultFile broken =
                file("glb", TestingModels.hostile("a child that is not there").bytes());
        ResultFile lying = file("glb", TestingTetrahedron.stl());

        assertThat(choose(broken, ZIP).source().inputFormat()).isEqualTo(".obj");
        assertThat(choose(lying, ZIP).source().inputFormat()).isEqualTo(".obj");
    }

    @Test
    void saysWhatIsWrongWithEachFileAndWhoMadeIt() {
        TaskFailure failure = refused(file("fbx", new byte[40]), file("mp4", new byte[40]), file("zip", new byte[40]));

        assertThat(failure.code()).isEqualTo(FailureCode.INVALID_MODEL);
        assertThat(failure)
                .hasMessageStartingWith("tencent: zip: ")
                .hasMessageContaining("; fbx: input_format: .fbx (expected: a known format")
                .hasMessageContaining("; mp4: input_format: .mp4 (expected: one of .glb");
        assertThat(failure.getMessage()).doesNotContain("\n");
    }

    @Test
    void takesNoFileForAnotherThanItsTypeSays() {
        assertThat(refused(file("fbx", TestingModels.triangle()))).hasMessageContaining(".glb, as the content begins");
        assertThat(refused(file("glb", ZIP.bytes().toByteArray())).code()).isEqualTo(FailureCode.INVALID_MODEL);
    }

    @Test
    void boundsWhatAnArchiveBecomes() {
        TaskFailure failure = refused(file("zip", TestingFormats.zip(Map.of("model.obj", new byte[2 << 20]))));

        assertThat(failure.code()).isEqualTo(FailureCode.INVALID_MODEL);
        assertThat(failure).hasMessageContaining("hold more than 1048576");
    }

    @ParameterizedTest
    @EnumSource(names = {"INVALID_MODEL", "UNSUPPORTED_FORMAT", "MODEL_TOO_LARGE"})
    void namesTheProviderOfAModelThatIsRefusedLater(FailureCode code) {
        TaskFailure failure = refusedLater(code, "gltf: bad (expected: good)");

        assertThat(failure.code()).isEqualTo(FailureCode.INVALID_MODEL);
        assertThat(failure).hasMessage("tencent: gltf: bad (expected: good)");
        assertThat(refusedLater(code, "tencent: zip: bad")).hasMessage("tencent: zip: bad");
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"INVALID_MODEL", "UNSUPPORTED_FORMAT", "MODEL_TOO_LARGE"})
    void leavesEveryOtherFailureAsItIs(FailureCode code) {
        TaskFailure failure = refusedLater(code, "s3: away");

        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure).hasMessage("s3: away");
    }

    private TaskFailure refusedLater(FailureCode code, String message) {
        return catchThrowableOfType(
                TaskFailure.class, () -> station.refused("tencent", new TaskFailure(code, message)));
    }

    private ModelOnHand choose(ResultFile... files) {
        return station.choose(new ProviderResult("tencent", "3.1", "1", 0, null, List.of(files)), TASK);
    }

    private TaskFailure refused(ResultFile... files) {
        return catchThrowableOfType(TaskFailure.class, () -> choose(files));
    }

    private static ResultFile file(String type, byte[] bytes) {
        return new ResultFile(type, Bytes.of(bytes));
    }
}
