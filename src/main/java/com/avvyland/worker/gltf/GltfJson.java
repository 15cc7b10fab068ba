// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.gltf;

import com.avvyland.worker.gltf.GltfAsset.Accessor;
import com.avvyland.worker.gltf.GltfAsset.Animation;
import com.avvyland.worker.gltf.GltfAsset.AssetInfo;
import com.avvyland.worker.gltf.GltfAsset.Buffer;
import com.avvyland.worker.gltf.GltfAsset.BufferView;
import com.avvyland.worker.gltf.GltfAsset.Image;
import com.avvyland.worker.gltf.GltfAsset.Material;
import com.avvyland.worker.gltf.GltfAsset.Mesh;
import com.avvyland.worker.gltf.GltfAsset.Node;
import com.avvyland.worker.gltf.GltfAsset.Scene;
import com.avvyland.worker.gltf.GltfAsset.Skin;
import com.avvyland.worker.gltf.GltfAsset.Texture;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.TaskFailure;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the JSON of a glTF asset into records, in one pass, refusing what is past a limit before it is stored. */
final class GltfJson {

    private static final int MAX_EXTENSIONS = 256;

    private final JsonCursor json;
    private final GltfLimits limits;
    private final MaterialJson materialJson;
    private final @Nullable MemorySegment binary;
    private final Map<String, Bytes> resources;
    private AssetInfo info = new AssetInfo("", "", "", "");
    private int defaultScene;
    private List<Scene> scenes = List.of();
    private List<Node> nodes = List.of();
    private List<Mesh> meshes = List.of();
    private List<Accessor> accessors = List.of();
    private List<BufferView> bufferViews = List.of();
    private List<Buffer> buffers = List.of();
    private List<Image> images = List.of();
    private List<Texture> textures = List.of();
    private List<Material> materials = List.of();
    private List<Animation> animations = List.of();
    private List<Skin> skins = List.of();
    private int cameras;
    private int lights;
    private List<String> extensionsUsed = List.of();
    private List<String> extensionsRequired = List.of();

    private GltfJson(JsonCursor json, GltfLimits limits, @Nullable MemorySegment binary, Map<String, Bytes> resources) {
        this.json = json;
        this.limits = limits;
        this.materialJson = new MaterialJson(json, resources);
        this.binary = binary;
        this.resources = resources;
    }

    /**
     * Parse an asset.
     *
     * @param binary the BIN chunk of a GLB
     * @param resources files that came with the model
     * @throws TaskFailure {@code invalid_model} where it is no glTF JSON, {@code model_too_large} past a limit
     */
    static GltfAsset parse(
            Bytes document,
            @Nullable MemorySegment binary,
            Map<String, Bytes> resources,
            long fileBytes,
            GltfLimits limits) {
        try (var json = new JsonCursor(document)) {
            var gltf = new GltfJson(json, limits, binary, resources);
            gltf.root();
            json.end();
            return gltf.asset(fileBytes);
        } catch (JsonProcessingException e) {
            throw GltfFault.invalid("gltf JSON", e.getOriginalMessage(), "JSON as RFC 8259 has it, no name twice");
        } catch (IOException e) {
            throw new UncheckedIOException("a byte array cannot fail to be read", e);
        }
    }

    private void root() throws IOException {
        json.openObject();
        while (json.nextMember()) {
            switch (json.member()) {
                case "asset" -> info = info();
                case "scene" -> defaultScene = json.index();
                case "scenes" -> scenes = list(this::scene, limits.objects());
                case "nodes" -> nodes = list(() -> NodeJson.node(json, limits), limits.nodes());
                case "meshes" -> meshes = list(new MeshJson(json, limits)::mesh, limits.objects());
                case "accessors" -> accessors = list(() -> AccessorJson.accessor(json), limits.objects());
                case "bufferViews" -> bufferViews = list(() -> AccessorJson.bufferView(json), limits.objects());
                case "buffers" -> buffers = list(this::buffer, limits.objects());
                case "images" -> images = list(materialJson::image, limits.images());
                case "textures" -> textures = list(materialJson::texture, limits.objects());
                case "materials" -> materials = list(materialJson::material, limits.objects());
                case "animations" -> animations = list(() -> AnimationJson.animation(json, limits), limits.objects());
                case "skins" -> skins = list(() -> AnimationJson.skin(json, limits), limits.objects());
                case "cameras" -> cameras = count();
                case "extensions" -> extensions();
                case "extensionsUsed" -> extensionsUsed = json.strings(MAX_EXTENSIONS);
                case "extensionsRequired" -> extensionsRequired = json.strings(MAX_EXTENSIONS);
                default -> json.skip();
            }
        }
    }

    private GltfAsset asset(long fileBytes) {
        return new GltfAsset(
                fileBytes,
                info,
                defaultScene,
                scenes,
                nodes,
                meshes,
                accessors,
                bufferViews,
                buffers,
                images,
                textures,
                materials,
                animations,
                skins,
                cameras,
                lights,
                extensionsUsed,
                extensionsRequired);
    }

    private AssetInfo info() throws IOException {
        String version = "";
        String minVersion = "";
        String generator = "";
        String title = "";
        json.openObject();
        while (json.nextMember()) {
            switch (json.member()) {
                case "version" -> version = json.name();
                case "minVersion" -> minVersion = json.name();
                case "generator" -> generator = json.name();
                case "extras" -> title = title();
                default -> json.skip();
            }
        }
        return new AssetInfo(version, minVersion, generator, title);
    }

    /** Extras are free-form: what is not an object with a title in it is stepped over. */
    private String title() throws IOException {
        String title = "";
        if (!json.atObject()) {
            json.skip();
            return title;
        }
        json.openObject();
        while (json.nextMember()) {
            if (json.member().equals("title") && json.atString()) {
                title = json.name();
            } else {
                json.skip();
            }
        }
        return title;
    }

    private Scene scene() throws IOException {
        String name = "";
        int[] roots = {};
        json.openObject();
        while (json.nextMember()) {
            switch (json.member()) {
                case "name" -> name = json.name();
                case "nodes" -> roots = json.indices(limits.nodes());
                default -> json.skip();
            }
        }
        return new Scene(name, roots);
    }

    private Buffer buffer() throws IOException {
        boolean first = json.isFirst();
        long byteLength = 0;
        @Nullable MemorySegment data = null;
        json.openObject();
        while (json.nextMember()) {
            switch (json.member()) {
                case "byteLength" -> byteLength = json.integer();
                case "uri" ->
                    data = GltfUri.resolve(json.path(), json.string(), resources)
                            .segment();
                default -> json.skip();
            }
        }
        return new Buffer(byteLength, data == null && first ? binary : data);
    }

    private int count() throws IOException {
        int count = 0;
        json.openArray();
        while (json.nextElement(limits.objects())) {
            json.skip();
            count++;
        }
        return count;
    }

    private void extensions() throws IOException {
        json.openObject();
        while (json.nextMember()) {
            if (!json.member().equals("KHR_lights_punctual")) {
                json.skip();
                continue;
            }
            json.openObject();
            while (json.nextMember()) {
                if (json.member().equals("lights")) {
                    lights = count();
                } else {
                    json.skip();
                }
            }
        }
    }

    private <T> List<T> list(Element<T> element, int limit) throws IOException {
        List<T> elements = new ArrayList<>();
        json.openArray();
        while (json.nextElement(limit)) {
            elements.add(element.read());
        }
        return List.copyOf(elements);
    }

    private interface Element<T> {
        T read() throws IOException;
    }
}
