// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.projection;

import com.avvyland.worker.gltf.GltfReader;
import com.avvyland.worker.provider.ProviderResult;
import com.avvyland.worker.provider.ResultFile;
import com.avvyland.worker.source.Bundle;
import com.avvyland.worker.source.Model;
import com.avvyland.worker.source.ModelReader;
import com.avvyland.worker.task.Excerpt;
import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.ModelSource;
import com.avvyland.worker.task.ProjectionModelTask;
import com.avvyland.worker.task.TaskFailure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Variable;

/**
 * Takes the model out of what a provider delivered: the station {@code generatedModel}. Thread-safe.
 *
 * <p>A provider's files are trusted no more than a task's. What is wrong with them stays wrong: the purchase is in the
 * journal, and every retry finds the same files. So each fault is {@code invalid_model}, for good, and names the provider.
 */
public final class GeneratedModel {

    /** The most complete first; a ZIP holds what an OBJ or a glTF alone lacks. */
    private static final List<String> BEST =
            List.of("glb", "zip", "gltf", "obj", "fbx", "usdz", "dae", "3mf", "usda", "ply", "stl");

    /** What a producer's model is refused for. */
    private static final Set<FailureCode> BROKEN =
            EnumSet.of(FailureCode.INVALID_MODEL, FailureCode.UNSUPPORTED_FORMAT, FailureCode.MODEL_TOO_LARGE);

    private final ModelReader reader;
    private final GltfReader gltf;
    private final long most;

    /**
     * Set up the station.
     *
     * @param most bytes of everything in an archive
     */
    public GeneratedModel(ModelReader reader, GltfReader gltf, long most) {
        this.reader = reader;
        this.gltf = gltf;
        this.most = most;
    }

    /**
     * Return the best file that is what its type says, opened. Where another one is left, a glTF is checked as a whole
     * before it is chosen.
     *
     * @throws TaskFailure permanent, {@code invalid_model}: no file can be read
     */
    public ModelOnHand choose(
            @Variable("generated") ProviderResult result, @Variable("task") ProjectionModelTask task) {
        List<ResultFile> files = result.files().stream()
                .sorted(Comparator.comparingInt(GeneratedModel::rank))
                .toList();
        List<String> faults = new ArrayList<>();
        for (ResultFile file : files) {
            try {
                var made = new ModelOnHand(source(file), task.preview());
                Model model = reader.read(made);
                if (faults.size() < files.size() - 1 && model.extension().startsWith(".gl")) {
                    gltf.read(model);
                }
                return made;
            } catch (TaskFailure fault) {
                faults.add("%s: %s".formatted(Excerpt.of(file.type(), 16), fault.getMessage()));
            }
        }
        throw failure(result.provider(), faults.isEmpty() ? "no file (expected: a model)" : String.join("; ", faults));
    }

    /** Throw what was found wrong with a provider's model later, with the provider's name; anything else as it is. */
    public void refused(
            @Variable("provider") String provider, @ExchangeProperty("CamelExceptionCaught") TaskFailure fault) {
        if (!BROKEN.contains(fault.code()) || String.valueOf(fault.getMessage()).startsWith(provider + ": ")) {
            throw fault;
        }
        throw failure(provider, String.valueOf(fault.getMessage()));
    }

    /** An OBJ, and at times an FBX, comes in a ZIP with its textures, and is called by its own name all the same. */
    private ModelSource source(ResultFile file) {
        boolean archive = file.type().equals("usdz")
                || file.type().equals("3mf")
                || file.type().equals("glb");
        return !archive && Bundle.isZip(file.bytes())
                ? Bundle.open(file.bytes(), most)
                : new ModelSource("." + file.type(), file.bytes(), null, null, Map.of());
    }

    private static int rank(ResultFile file) {
        int rank = BEST.indexOf(file.type());
        return rank < 0 ? BEST.size() : rank;
    }

    private static TaskFailure failure(String provider, String message) {
        return new TaskFailure(FailureCode.INVALID_MODEL, "%s: %s".formatted(provider, message));
    }
}
