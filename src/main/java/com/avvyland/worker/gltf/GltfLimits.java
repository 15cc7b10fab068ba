// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.gltf;

/**
 * Bounds what a model may ask of the worker and of its browser. Past one of these a model is {@code model_too_large}.
 *
 * @param jsonBytes most bytes of a GLB's JSON chunk
 * @param objects most objects in one top-level array but {@code nodes}; most primitives, and most morph targets, of all
 *     meshes together
 * @param nodes most nodes
 * @param nodeDepth longest way from a root to a leaf, in nodes
 * @param draws most draw calls of all nodes together: one for each primitive
 * @param instances most copies of primitives that all nodes draw together
 * @param triangles most drawn triangles, every instance counted
 * @param accessorElements most elements of one accessor
 * @param decodedFloor bytes that any model's accessors may decode to, however small its file
 * @param decodedRatio bytes that accessors may decode to for each byte of the file
 * @param decodedCeiling bytes that no model's accessors may exceed
 * @param morphTargets most morph targets of one primitive
 * @param images most images
 * @param imageEdge longest edge of an image, in pixels
 * @param imagePixels most pixels of all images together
 */
public record GltfLimits(
        int jsonBytes,
        int objects,
        int nodes,
        int nodeDepth,
        int draws,
        int instances,
        long triangles,
        long accessorElements,
        long decodedFloor,
        int decodedRatio,
        long decodedCeiling,
        int morphTargets,
        int images,
        int imageEdge,
        long imagePixels) {

    /**
     * What a renderer of this worker draws within its time, with room: 200,000 nodes hang Chromium for longer than 25
     * s, one image of 16,384 pixels square costs 3.9 GB and the GPU context. 8,192 is the largest texture edge that
     * software GL takes.
     */
    public static final GltfLimits DEFAULT = new GltfLimits(
            32 << 20,
            65_536,
            50_000,
            512,
            20_000,
            100_000,
            20_000_000,
            50_000_000,
            64L << 20,
            32,
            2L << 30,
            256,
            1_024,
            8_192,
            1L << 28);

    /** Return how many bytes the accessors of a file of this size may decode to. */
    public long decodedBytes(long fileBytes) {
        return Math.min(decodedCeiling, Math.max(decodedFloor, fileBytes * decodedRatio));
    }
}
