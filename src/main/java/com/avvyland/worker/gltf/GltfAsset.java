// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.gltf;

import com.avvyland.worker.task.Bytes;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Holds a parsed glTF 2.0 asset: what this worker needs of it, by the specification's own names.
 *
 * <p>An asset that {@link GltfReader} returned has passed every check: indices are in range, the node graph is a
 * forest, accessors lie inside their buffers, numbers are finite. An absent index is {@link #NONE}. Arrays are shared
 * and must not be written to.
 *
 * @param fileBytes size of the main file and its resources
 * @param defaultScene index of the scene that is shown
 * @param cameras how many cameras are defined
 * @param lights how many lights KHR_lights_punctual defines
 */
@SuppressWarnings("ArrayRecordComponent") // millions of numbers, none of them boxed
public record GltfAsset(
        long fileBytes,
        AssetInfo info,
        int defaultScene,
        List<Scene> scenes,
        List<Node> nodes,
        List<Mesh> meshes,
        List<Accessor> accessors,
        List<BufferView> bufferViews,
        List<Buffer> buffers,
        List<Image> images,
        List<Texture> textures,
        List<Material> materials,
        List<Animation> animations,
        List<Skin> skins,
        int cameras,
        int lights,
        List<String> extensionsUsed,
        List<String> extensionsRequired) {

    /** Stands for an index that is not there. */
    public static final int NONE = -1;

    /**
     * Tells who wrote the asset, and for which version of glTF.
     *
     * @param version as declared, {@code 2.0}
     * @param title of {@code asset.extras}, where exporters of model stores put it; else empty
     */
    public record AssetInfo(String version, String minVersion, String generator, String title) {}

    /** Names the root nodes of what is shown together. */
    public record Scene(String name, int[] nodes) {}

    /**
     * Places a mesh, and other nodes, in space.
     *
     * @param matrix column-major, of the matrix or the translation, rotation and scale; null is identity
     * @param instancing accessors of EXT_mesh_gpu_instancing by attribute; empty when not instanced
     */
    public record Node(
            String name,
            int[] children,
            int mesh,
            int skin,
            int camera,
            int light,
            double @Nullable [] matrix,
            Map<String, Integer> instancing) {}

    /** Groups what is drawn at one node. */
    public record Mesh(String name, List<Primitive> primitives) {}

    /**
     * Draws points, lines or triangles with one material.
     *
     * @param attributes accessors by semantic
     * @param targets morph targets, accessors by semantic
     * @param dracoView buffer view of KHR_draco_mesh_compression, or {@link #NONE}
     * @param dracoAttributes the stream's unique attribute ids by semantic; empty when not compressed
     */
    public record Primitive(
            Map<String, Integer> attributes,
            int indices,
            int material,
            int mode,
            List<Map<String, Integer>> targets,
            int dracoView,
            Map<String, Integer> dracoAttributes) {

        /** Return the accessor of an attribute, or {@link #NONE}. */
        public int attribute(String semantic) {
            return attributes.getOrDefault(semantic, NONE);
        }

        /** Tell whether the vertices are in a Draco stream. */
        public boolean draco() {
            return dracoView != NONE;
        }
    }

    /**
     * Reads numbers of one kind out of a buffer view.
     *
     * @param bufferView or {@link #NONE}: all zeros, or in a Draco stream
     * @param min as declared; empty when absent
     * @param max as declared; empty when absent
     */
    public record Accessor(
            int bufferView,
            long byteOffset,
            int componentType,
            boolean normalized,
            long count,
            String type,
            double[] min,
            double[] max,
            @Nullable Sparse sparse) {}

    /** Replaces some elements of an accessor. */
    public record Sparse(long count, int indexView, long indexOffset, int indexType, int valueView, long valueOffset) {}

    /**
     * Marks a part of a buffer.
     *
     * @param byteStride 0 when tightly packed
     * @param meshopt EXT_meshopt_compression; null when not compressed
     */
    public record BufferView(
            int buffer,
            long byteOffset,
            long byteLength,
            int byteStride,
            @Nullable Meshopt meshopt) {}

    /**
     * Says where a view's compressed bytes are and how much they decode to.
     *
     * @param mode as declared: ATTRIBUTES, TRIANGLES or INDICES; empty when absent
     * @param filter as declared: NONE, OCTAHEDRAL, QUATERNION, EXPONENTIAL or COLOR
     */
    public record Meshopt(
            int buffer, long byteOffset, long byteLength, int byteStride, long count, String mode, String filter) {}

    /**
     * Holds binary data.
     *
     * @param data of an array or a mapped file, little-endian; absent for a placeholder that only compressed views use
     */
    public record Buffer(long byteLength, @Nullable MemorySegment data) {}

    /**
     * Holds a picture file.
     *
     * @param data the file behind the image's URI; absent when it is in a buffer view
     */
    public record Image(
            String name,
            String mimeType,
            int bufferView,
            @Nullable Bytes data) {}

    /**
     * Shows an image.
     *
     * @param sources images in the order of preference: of an extension, then the core one
     */
    public record Texture(String name, int[] sources) {}

    /**
     * Describes a surface.
     *
     * @param textures every texture the material refers to, its extensions' too
     */
    public record Material(String name, int[] textures) {}

    /**
     * Moves nodes over time.
     *
     * @param targets nodes that the channels move
     * @param channelSamplers sampler of each channel
     * @param accessors input and output of each sampler, in turn
     */
    public record Animation(String name, int[] targets, int[] channelSamplers, int[] accessors) {}

    /** Binds meshes to joints. */
    public record Skin(int[] joints, int inverseBindMatrices, int skeleton) {}

    /** Return the bytes of an image's file, copied where its buffer is mapped; empty when they are in a compressed or absent place. */
    public Bytes imageFile(Image image) {
        if (image.data() != null) {
            return image.data();
        }
        BufferView view = bufferViews.get(image.bufferView());
        MemorySegment data = buffers.get(view.buffer()).data();
        return data == null ? Bytes.EMPTY : Bytes.of(data.asSlice(view.byteOffset(), view.byteLength()));
    }
}
