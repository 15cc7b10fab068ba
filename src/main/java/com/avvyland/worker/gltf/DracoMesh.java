// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.gltf;

import java.util.Map;

/**
 * Holds a mesh that came out of a Draco stream. Arrays are shared and must not be written to.
 *
 * @param vertexCount elements of every attribute
 * @param indices triangles, three corners each
 * @param attributes by glTF semantic
 */
@SuppressWarnings("ArrayRecordComponent") // millions of numbers, none of them boxed
public record DracoMesh(int vertexCount, int[] indices, Map<String, Attribute> attributes) {

    /**
     * Holds the numbers of one attribute.
     *
     * @param componentType glTF's number: 5126 is float
     * @param components of one element, 1 to 4
     * @param normalized whether the stream calls its integers fractions, 0..1 or -1..1
     * @param values little-endian, tightly packed
     */
    public record Attribute(int componentType, int components, boolean normalized, byte[] values) {}
}
