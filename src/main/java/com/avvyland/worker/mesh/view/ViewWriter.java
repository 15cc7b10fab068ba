// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.view;

import com.avvyland.worker.mesh.meshopt.Meshopt;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.CborEncoder;
import com.avvyland.worker.task.CborTag;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a scene as view.cbor, version 1.0 of docs/view.cddl.
 *
 * <p>The same scene gives the same bytes on one machine; between CPU families the levels may differ in a few triangles.
 * Safe for any thread.
 */
public final class ViewWriter {

    /** RFC 8949, section 3.4.6: the file says of itself that it is CBOR, in its first three bytes. */
    private static final int SELF_DESCRIBED = 55799;

    private static final List<Integer> VERSION = List.of(1, 0);

    private final ViewScene scene;
    private final ViewOptions options;
    private final Runnable largeRead;
    private final StreamTable streams;
    private final ViewCounts counts = new ViewCounts();
    private final List<Object> meshes = new ArrayList<>();
    private final List<Box> boxes = new ArrayList<>();
    private final int[] meshNumbers;

    private ViewWriter(ViewScene scene, ViewOptions options, Runnable largeRead) {
        this.scene = scene;
        this.options = options;
        this.largeRead = largeRead;
        this.streams = new StreamTable(options.vertexCodec());
        this.meshNumbers = new int[scene.meshes().size()];
    }

    /**
     * Write a scene.
     *
     * @throws IllegalArgumentException for positions or other numbers that aren't finite, or more than 2 GiB
     * @throws com.avvyland.worker.mesh.meshopt.MeshoptException for normals that aren't finite, more vertices than the codec takes,
     *     or no library
     */
    public static Bytes write(ViewScene scene, ViewOptions options) {
        return write(scene, options, () -> {});
    }

    /**
     * Write a scene that is read from a file.
     *
     * @param largeRead is run each time much of it was read, before native memory grows
     */
    static Bytes write(ViewScene scene, ViewOptions options, Runnable largeRead) {
        return new ViewWriter(SceneMerger.merge(scene), options, largeRead).write();
    }

    private Bytes write() {
        for (int i = 0; i < meshNumbers.length; i++) {
            meshNumbers[i] = mesh(scene.meshes().get(i));
        }
        Map<String, Object> view = new HashMap<>();
        view.put("v", VERSION);
        view.put("gen", "avvy-worker view/1 " + Meshopt.library());
        view.put(
                "src",
                Map.of("sha256", scene.source().sha256(), "size", scene.source().size()));
        view.put("up", "Y");
        view.put("unit", 1.0);
        view.put("bb", worldBox().numbers());
        view.put("root", scene.roots());
        view.put("node", scene.nodes().stream().map(this::node).toList());
        view.put("mesh", meshes);
        putUnlessEmpty(view, "mat", scene.materials());
        putUnlessEmpty(view, "tex", scene.textures());
        putUnlessEmpty(
                view, "img", scene.images().stream().map(ViewWriter::image).toList());
        putUnlessEmpty(view, "skin", scene.skins().stream().map(this::skin).toList());
        putUnlessEmpty(
                view, "anim", scene.animations().stream().map(this::animation).toList());
        view.put("stat", counts.stat(streams.bytes()));
        view.put("buf", streams.streams());
        return CborEncoder.encode(new CborTag(SELF_DESCRIBED, view));
    }

    /** Add a mesh and return its number, or -1 when nothing of it is left. */
    private int mesh(List<ViewMesh> parts) {
        Box box = Box.around(parts);
        boolean thin = parts.stream().anyMatch(part -> part.mode() != PrimitiveMode.TRIANGLES);
        Grid grid = Grid.of(box, thin ? ViewOptions.MAX_POSITION_BITS : options.positionBits());
        PartEncoder encoder = new PartEncoder(grid, options, streams, counts, largeRead);
        List<Map<String, Object>> encoded = new ArrayList<>();
        parts.forEach(part -> encoder.encode(part).ifPresent(encoded::add));
        if (encoded.isEmpty()) {
            return -1;
        }
        meshes.add(Map.of("bb", box.numbers(), "prim", encoded));
        boxes.add(box);
        return meshes.size() - 1;
    }

    private Map<String, Object> node(ViewNode node) {
        Map<String, Object> map = new HashMap<>();
        if (node.name() != null) {
            map.put("name", node.name());
        }
        int mesh = node.mesh() < 0 ? -1 : meshNumbers[node.mesh()];
        if (mesh >= 0) {
            map.put("mesh", mesh);
            if (node.skin() >= 0) {
                map.put("skin", node.skin());
            }
            putUnlessEmpty(map, "w", node.weights());
        }
        putUnlessEmpty(map, "kids", node.children());
        if (!node.transform().equals(ViewTransform.IDENTITY)) {
            switch (node.transform()) {
                case ViewTransform.Matrix(double[] matrix) -> map.put("m", ViewTransform.list(matrix));
                case ViewTransform.Parts(double[] t, double[] r, double[] s) -> {
                    map.put("t", ViewTransform.list(t));
                    map.put("r", ViewTransform.list(r));
                    map.put("s", ViewTransform.list(s));
                }
            }
        }
        return map;
    }

    private Box worldBox() {
        return new WorldBox(scene, mesh -> meshNumbers[mesh] < 0 ? null : boxes.get(meshNumbers[mesh])).box();
    }

    private static Map<String, Object> image(ViewScene.Image image) {
        Map<String, Object> map = new HashMap<>();
        map.put("mt", image.mimeType());
        map.put("w", image.width());
        map.put("h", image.height());
        if (image.data() != null) {
            map.put("d", image.data());
        }
        if (image.href() != null) {
            map.put("href", image.href());
        }
        if (image.sha256() != null) {
            map.put("sha256", image.sha256());
        }
        return map;
    }

    private Map<String, Object> skin(ViewScene.Skin skin) {
        return Map.of("j", skin.joints(), "ibm", streams.addExact(skin.inverseBindMatrices(), 16));
    }

    private Map<String, Object> animation(ViewScene.Animation animation) {
        float duration = 0;
        List<Object> channels = new ArrayList<>();
        for (ViewScene.Channel channel : animation.channels()) {
            for (float time : channel.times()) {
                duration = Math.max(duration, time);
            }
            channels.add(Map.of(
                    "n", channel.node(),
                    "p", channel.path(),
                    "i", channel.interpolation(),
                    "in", streams.addExact(channel.times(), 1),
                    "out", streams.addExact(channel.values(), channel.width())));
        }
        Map<String, Object> map = new HashMap<>();
        if (animation.name() != null) {
            map.put("name", animation.name());
        }
        map.put("dur", duration);
        map.put("ch", channels);
        return map;
    }

    private static void putUnlessEmpty(Map<String, Object> map, String key, List<?> list) {
        if (!list.isEmpty()) {
            map.put(key, list);
        }
    }
}
