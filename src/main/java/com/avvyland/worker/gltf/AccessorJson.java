// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.gltf;

import static com.avvyland.worker.gltf.GltfAsset.NONE;

import com.avvyland.worker.gltf.GltfAsset.Accessor;
import com.avvyland.worker.gltf.GltfAsset.BufferView;
import com.avvyland.worker.gltf.GltfAsset.Meshopt;
import com.avvyland.worker.gltf.GltfAsset.Sparse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads accessors and buffer views. */
final class AccessorJson {

    private static final double[] NO_NUMBERS = {};
    private static final int MATRIX_COMPONENTS = 16;

    private AccessorJson() {}

    static Accessor accessor(JsonCursor json) throws IOException {
        int bufferView = NONE;
        long byteOffset = 0;
        int componentType = 0;
        boolean normalized = false;
        long count = 0;
        String type = "";
        double[] min = NO_NUMBERS;
        double[] max = NO_NUMBERS;
        @Nullable Sparse sparse = null;
        json.openObject();
        while (json.nextMember()) {
            switch (json.member()) {
                case "bufferView" -> bufferView = json.index();
                case "byteOffset" -> byteOffset = json.integer();
                case "componentType" -> componentType = json.index();
                case "normalized" -> normalized = json.bool();
                case "count" -> count = json.integer();
                case "type" -> type = json.name();
                case "min" -> min = json.numbers(MATRIX_COMPONENTS);
                case "max" -> max = json.numbers(MATRIX_COMPONENTS);
                case "sparse" -> sparse = sparse(json);
                default -> json.skip();
            }
        }
        return new Accessor(bufferView, byteOffset, componentType, normalized, count, type, min, max, sparse);
    }

    static BufferView bufferView(JsonCursor json) throws IOException {
        int buffer = NONE;
        long byteOffset = 0;
        long byteLength = 0;
        int byteStride = 0;
        @Nullable Meshopt meshopt = null;
        json.openObject();
        while (json.nextMember()) {
            switch (json.member()) {
                case "buffer" -> buffer = json.index();
                case "byteOffset" -> byteOffset = json.integer();
                case "byteLength" -> byteLength = json.integer();
                case "byteStride" -> byteStride = json.index();
                case "extensions" -> meshopt = compression(json);
                default -> json.skip();
            }
        }
        return new BufferView(buffer, byteOffset, byteLength, byteStride, meshopt);
    }

    private static Sparse sparse(JsonCursor json) throws IOException {
        long count = 0;
        SparsePart indices = SparsePart.ABSENT;
        SparsePart values = SparsePart.ABSENT;
        json.openObject();
        while (json.nextMember()) {
            switch (json.member()) {
                case "count" -> count = json.integer();
                case "indices" -> indices = SparsePart.read(json);
                case "values" -> values = SparsePart.read(json);
                default -> json.skip();
            }
        }
        return new Sparse(
                count, indices.view, indices.byteOffset, indices.componentType, values.view, values.byteOffset);
    }

    private static @Nullable Meshopt compression(JsonCursor json) throws IOException {
        @Nullable Meshopt meshopt = null;
        json.openObject();
        while (json.nextMember()) {
            switch (json.member()) {
                case "EXT_meshopt_compression", "KHR_meshopt_compression" -> meshopt = meshopt(json);
                default -> json.skip();
            }
        }
        return meshopt;
    }

    private static Meshopt meshopt(JsonCursor json) throws IOException {
        int buffer = NONE;
        long byteOffset = 0;
        long byteLength = 0;
        int byteStride = 0;
        long count = 0;
        String mode = "";
        String filter = "NONE";
        json.openObject();
        while (json.nextMember()) {
            switch (json.member()) {
                case "buffer" -> buffer = json.index();
                case "byteOffset" -> byteOffset = json.integer();
                case "byteLength" -> byteLength = json.integer();
                case "byteStride" -> byteStride = json.index();
                case "count" -> count = json.integer();
                case "mode" -> mode = json.name();
                case "filter" -> filter = json.name();
                default -> json.skip();
            }
        }
        return new Meshopt(buffer, byteOffset, byteLength, byteStride, count, mode, filter);
    }

    private record SparsePart(int view, long byteOffset, int componentType) {

        private static final SparsePart ABSENT = new SparsePart(NONE, 0, 0);

        static SparsePart read(JsonCursor json) throws IOException {
            int view = NONE;
            long byteOffset = 0;
            int componentType = 0;
            json.openObject();
            while (json.nextMember()) {
                switch (json.member()) {
                    case "bufferView" -> view = json.index();
                    case "byteOffset" -> byteOffset = json.integer();
                    case "componentType" -> componentType = json.index();
                    default -> json.skip();
                }
            }
            return new SparsePart(view, byteOffset, componentType);
        }
    }
}
