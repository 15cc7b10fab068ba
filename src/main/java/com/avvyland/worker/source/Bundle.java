// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.source;

import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.ModelSource;
import com.avvyland.worker.task.TaskFailure;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the model in a ZIP that holds it beside the files it refers to. Stateless. */
public final class Bundle {

    private static final int ZIP_MAGIC = 0x504b0304;

    /** The one that keeps most of an object first: materials, then colours, then bare triangles. */
    private static final List<ModelFormat> BEST = List.of(
            ModelFormat.GLB,
            ModelFormat.GLTF,
            ModelFormat.OBJ,
            ModelFormat.FBX,
            ModelFormat.DAE,
            ModelFormat.USDZ,
            ModelFormat.USDA,
            ModelFormat.THREE_MF,
            ModelFormat.PLY,
            ModelFormat.STL);

    private Bundle() {}

    /** Tell whether a file begins as a ZIP does. */
    public static boolean isZip(Bytes file) {
        return file.length() >= Integer.BYTES && file.buffer().getInt(0) == ZIP_MAGIC;
    }

    /**
     * Return the best model in an archive; of two of one format the one nearer to the top, then the larger. What lies
     * below its folder is named from there, as its references do.
     *
     * @param most bytes of everything in the archive
     * @throws TaskFailure permanent: see {@link Archive#unpack}; {@code invalid_model} when no entry is a model by its name
     *     and its content
     */
    public static ModelSource open(Bytes zip, long most) {
        Map<String, Bytes> entries = Archive.unpack(zip, most);
        String main = entries.keySet().stream()
                .filter(name -> isModel(name, entries))
                .min(Comparator.comparingInt((String name) -> BEST.indexOf(named(name)))
                        .thenComparingLong(
                                name -> name.chars().filter(c -> c == '/').count())
                        .thenComparing(Comparator.comparingInt((String name) ->
                                        entries.getOrDefault(name, Bytes.EMPTY).length())
                                .reversed())
                        .thenComparing(Comparator.naturalOrder()))
                .orElseThrow(() -> new TaskFailure(
                        FailureCode.INVALID_MODEL,
                        "archive: %d entries, no model (expected: one of %s)"
                                .formatted(entries.size(), ModelFormat.extensions())));
        String folder = main.substring(0, main.lastIndexOf('/') + 1);
        Map<String, Bytes> resources = new HashMap<>();
        entries.forEach((name, content) ->
                resources.put(name.startsWith(folder) ? name.substring(folder.length()) : name, content));
        Bytes model = resources.remove(main.substring(folder.length()));
        return new ModelSource(extension(main), model, null, null, resources);
    }

    /** The name alone proves nothing: what macOS puts beside each file ends like it. */
    private static boolean isModel(String name, Map<String, Bytes> entries) {
        ModelFormat format = named(name);
        return format != null && format == ModelFormat.sniff(entries.getOrDefault(name, Bytes.EMPTY));
    }

    private static @Nullable ModelFormat named(String name) {
        return ModelFormat.ofExtension(extension(name));
    }

    private static String extension(String name) {
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(dot).toLowerCase(Locale.ROOT);
    }
}
