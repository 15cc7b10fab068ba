// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.view;

import java.util.List;

/** Gives the numbers of several parts in turn. */
final class JoinedData implements VertexData {

    private final List<VertexData> parts;
    private final Spans spans;

    JoinedData(List<VertexData> parts) {
        this.parts = parts;
        this.spans = new Spans(parts.stream().mapToInt(VertexData::length).toArray());
    }

    @Override
    public int length() {
        return spans.length();
    }

    @Override
    public void read(int from, float[] to, int at, int count) {
        spans.read(
                from, count, (part, inPart, before, length) -> parts.get(part).read(inPart, to, at + before, length));
    }
}
