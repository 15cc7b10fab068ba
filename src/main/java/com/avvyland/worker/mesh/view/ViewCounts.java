// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.view;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts what a file holds, as it is written. */
final class ViewCounts {

    private final List<Integer> triangles = new ArrayList<>();
    private long vertices;
    private int parts;

    void part(int vertexCount) {
        vertices += vertexCount;
        parts++;
    }

    void level(int level, int count) {
        while (triangles.size() <= level) {
            triangles.add(0);
        }
        triangles.set(level, triangles.get(level) + count);
    }

    Map<String, Object> stat(long geometryBytes) {
        Map<String, Object> stat = new HashMap<>();
        stat.put("tri", triangles.isEmpty() ? 0 : triangles.getFirst());
        stat.put("vert", vertices);
        stat.put("draw", parts);
        stat.put("geo", geometryBytes);
        if (triangles.size() > 1) {
            stat.put("lod", triangles);
        }
        return stat;
    }
}
