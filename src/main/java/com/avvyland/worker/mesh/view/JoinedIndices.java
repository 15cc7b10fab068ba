// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.view;

import java.util.List;

/** Gives the indices of several parts in turn, over the vertices of all. */
final class JoinedIndices implements IndexData {

    private final List<IndexData> parts;
    private final Spans spans;
    private final Spans vertices;

    JoinedIndices(List<ViewMesh> parts) {
        this.parts = parts.stream().map(ViewMesh::indices).toList();
        this.spans = new Spans(this.parts.stream().mapToInt(IndexData::length).toArray());
        this.vertices = new Spans(parts.stream().mapToInt(ViewMesh::vertexCount).toArray());
    }

    @Override
    public int length() {
        return spans.length();
    }

    @Override
    public void read(int from, int[] to, int at, int count) {
        spans.read(from, count, (part, inPart, before, length) -> {
            parts.get(part).read(inPart, to, at + before, length);
            int base = vertices.start(part);
            for (int i = at + before; i < at + before + length; i++) {
                to[i] += base;
            }
        });
    }
}
