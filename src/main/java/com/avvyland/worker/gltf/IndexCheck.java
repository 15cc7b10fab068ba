// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.gltf;

import static com.avvyland.worker.gltf.GltfAsset.NONE;

import com.avvyland.worker.gltf.GltfAsset.Accessor;
import com.avvyland.worker.gltf.GltfAsset.Animation;
import com.avvyland.worker.gltf.GltfAsset.BufferView;
import com.avvyland.worker.gltf.GltfAsset.Meshopt;
import com.avvyland.worker.gltf.GltfAsset.Node;
import com.avvyland.worker.gltf.GltfAsset.Primitive;
import com.avvyland.worker.gltf.GltfAsset.Skin;
import com.avvyland.worker.gltf.GltfAsset.Sparse;
import java.util.List;
import java.util.Map;

/** Refuses an index that names nothing: every other check and the renderer follow them blindly. */
final class IndexCheck implements GltfCheck {

    @Override
    public void check(GltfAsset asset) {
        if (!asset.scenes().isEmpty()) {
            required(asset.defaultScene(), asset.scenes(), "scene");
        }
        for (int i = 0; i < asset.scenes().size(); i++) {
            each(asset.scenes().get(i).nodes(), asset.nodes().size(), "scenes[%d].nodes", i);
        }
        for (int i = 0; i < asset.nodes().size(); i++) {
            node(asset, i);
        }
        for (int i = 0; i < asset.meshes().size(); i++) {
            List<Primitive> primitives = asset.meshes().get(i).primitives();
            for (int j = 0; j < primitives.size(); j++) {
                primitive(asset, primitives.get(j), "meshes[%d].primitives[%d]", i, j);
            }
        }
        for (int i = 0; i < asset.accessors().size(); i++) {
            accessor(asset, i);
        }
        for (int i = 0; i < asset.bufferViews().size(); i++) {
            bufferView(asset, i);
        }
        pictures(asset);
        for (int i = 0; i < asset.animations().size(); i++) {
            animation(asset, i);
        }
        for (int i = 0; i < asset.skins().size(); i++) {
            Skin skin = asset.skins().get(i);
            each(skin.joints(), asset.nodes().size(), "skins[%d].joints", i);
            optional(skin.inverseBindMatrices(), asset.accessors(), "skins[%d].inverseBindMatrices", i);
            optional(skin.skeleton(), asset.nodes(), "skins[%d].skeleton", i);
        }
    }

    private static void node(GltfAsset asset, int i) {
        Node node = asset.nodes().get(i);
        each(node.children(), asset.nodes().size(), "nodes[%d].children", i);
        optional(node.mesh(), asset.meshes(), "nodes[%d].mesh", i);
        optional(node.skin(), asset.skins(), "nodes[%d].skin", i);
        optional(node.camera(), asset.cameras(), "nodes[%d].camera", i);
        optional(node.light(), asset.lights(), "nodes[%d].extensions.KHR_lights_punctual.light", i);
        each(node.instancing(), asset, "nodes[%d].extensions.EXT_mesh_gpu_instancing", i);
    }

    private static void primitive(GltfAsset asset, Primitive primitive, String path, int mesh, int index) {
        each(primitive.attributes(), asset, path + ".attributes", mesh, index);
        optional(primitive.indices(), asset.accessors(), path + ".indices", mesh, index);
        optional(primitive.material(), asset.materials(), path + ".material", mesh, index);
        optional(primitive.dracoView(), asset.bufferViews(), path + ".extensions", mesh, index);
        for (Map<String, Integer> target : primitive.targets()) {
            each(target, asset, path + ".targets", mesh, index);
        }
    }

    private static void accessor(GltfAsset asset, int i) {
        Accessor accessor = asset.accessors().get(i);
        optional(accessor.bufferView(), asset.bufferViews(), "accessors[%d].bufferView", i);
        Sparse sparse = accessor.sparse();
        if (sparse != null) {
            required(sparse.indexView(), asset.bufferViews(), "accessors[%d].sparse.indices.bufferView", i);
            required(sparse.valueView(), asset.bufferViews(), "accessors[%d].sparse.values.bufferView", i);
        }
    }

    private static void bufferView(GltfAsset asset, int i) {
        BufferView view = asset.bufferViews().get(i);
        required(view.buffer(), asset.buffers(), "bufferViews[%d].buffer", i);
        Meshopt meshopt = view.meshopt();
        if (meshopt != null) {
            required(meshopt.buffer(), asset.buffers(), "bufferViews[%d].extensions.buffer", i);
        }
    }

    private static void pictures(GltfAsset asset) {
        for (int i = 0; i < asset.images().size(); i++) {
            optional(asset.images().get(i).bufferView(), asset.bufferViews(), "images[%d].bufferView", i);
        }
        for (int i = 0; i < asset.textures().size(); i++) {
            each(asset.textures().get(i).sources(), asset.images().size(), "textures[%d].source", i);
        }
        for (int i = 0; i < asset.materials().size(); i++) {
            each(asset.materials().get(i).textures(), asset.textures().size(), "materials[%d] texture", i);
        }
    }

    private static void animation(GltfAsset asset, int i) {
        Animation animation = asset.animations().get(i);
        for (int target : animation.targets()) {
            optional(target, asset.nodes(), "animations[%d].channels.target.node", i);
        }
        each(animation.channelSamplers(), animation.accessors().length / 2, "animations[%d].channels.sampler", i);
        each(animation.accessors(), asset.accessors().size(), "animations[%d].samplers", i);
    }

    private static void each(int[] indices, int size, String path, Object... at) {
        for (int index : indices) {
            inRange(index, size, path, at);
        }
    }

    private static void each(Map<String, Integer> accessors, GltfAsset asset, String path, Object... at) {
        for (int index : accessors.values()) {
            inRange(index, asset.accessors().size(), path, at);
        }
    }

    private static void optional(int index, List<?> array, String path, Object... at) {
        optional(index, array.size(), path, at);
    }

    private static void optional(int index, int size, String path, Object... at) {
        if (index != NONE) {
            inRange(index, size, path, at);
        }
    }

    private static void required(int index, List<?> array, String path, Object... at) {
        inRange(index, array.size(), path, at);
    }

    @SuppressWarnings("AnnotateFormatMethod") // its annotation would be a dependency for this one method
    private static void inRange(int index, int size, String path, Object... at) {
        if (index < 0 || index >= size) {
            throw GltfFault.invalid(path.formatted(at), index == NONE ? "absent" : index, "an index less than " + size);
        }
    }
}
