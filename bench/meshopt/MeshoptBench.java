// SPDX-License-Identifier: Apache-2.0

import com.avvyland.worker.mesh.meshopt.IndexCodec;
import com.avvyland.worker.mesh.meshopt.Meshopt;
import com.avvyland.worker.mesh.meshopt.Ordering;
import com.avvyland.worker.mesh.meshopt.Reindexing;
import com.avvyland.worker.mesh.meshopt.Simplifying;
import com.avvyland.worker.mesh.meshopt.Simplifying.Target;
import com.avvyland.worker.mesh.meshopt.VertexCodec;
import com.avvyland.worker.mesh.meshopt.VertexCodec.Version;
import com.avvyland.worker.mesh.meshopt.VertexFilter;
import com.avvyland.worker.mesh.meshopt.VertexStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.Random;

/**
 * Measures the checked API on a million shuffled triangles over half a million vertices, in CPU time of one thread, best of
 * some rounds. The last column is the rate in units of a plain copy of native memory on the same machine.
 */
final class MeshoptBench {

    private static final int SIDE = 707;
    private static final int VERTICES = (SIDE + 1) * (SIDE + 1);
    private static final int TRIANGLES = SIDE * SIDE * 2;

    private final int rounds;
    private final Arena arena = Arena.global();
    private double copyRate;

    private MeshoptBench(int rounds) {
        this.rounds = rounds;
    }

    public static void main(String[] args) {
        new MeshoptBench(args.length > 0 ? Integer.parseInt(args[0]) : 10).run();
    }

    private interface Call {
        void run();
    }

    private void row(String name, long bytes, long items, String unit, Call call) {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < rounds; i++) {
            long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            call.run();
            best = Math.min(best, ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before);
        }
        double rate = bytes * 1e9 / best;
        copyRate = copyRate == 0 ? rate : copyRate;
        System.out.printf(Locale.ROOT, "%-34s %9.2f ms %9.1f M%s/s %9.0f MB/s %8.3f%n",
                name, best / 1e6, items * 1e3 / best, unit, rate / 1e6, rate / copyRate);
    }

    private void run() {
        System.out.printf("%s, %d triangles, %d vertices%n%n", Meshopt.library(), TRIANGLES, VERTICES);
        System.out.printf("%-34s %12s %12s %14s %8s%n", "function", "CPU time", "items", "bytes in", "to copy");
        MemorySegment positions = positions();
        MemorySegment indices = indices();
        MemorySegment ordered = arena.allocate(indices.byteSize(), 16);
        MemorySegment table = arena.allocate(VERTICES * 4L, 16);
        VertexStream stream = VertexStream.of(positions, VERTICES, 12);
        long indexBytes = indices.byteSize();

        row("copy", indexBytes, TRIANGLES, "t", () -> ordered.copyFrom(indices));
        row("generateVertexRemap, 12 B", positions.byteSize(), VERTICES, "v", () -> Reindexing.generateVertexRemap(table, null, stream));
        row("optimizeVertexCache", indexBytes, TRIANGLES, "t", () -> Ordering.optimizeVertexCache(ordered, indices, VERTICES));
        row("optimizeVertexFetchRemap", indexBytes, TRIANGLES, "t", () -> Ordering.optimizeVertexFetchRemap(table, ordered, VERTICES));
        MemorySegment strip = arena.allocate(indexBytes, 16);
        row("optimizeVertexCacheStrip", indexBytes, TRIANGLES, "t", () -> Ordering.optimizeVertexCacheStrip(strip, indices, VERTICES));
        Ordering.optimizeVertexFetchRemap(table, strip, VERTICES);
        Reindexing.remapIndexBuffer(ordered, strip, table);
        row("remapVertexBuffer, 12 B", positions.byteSize(), VERTICES, "v", () -> Reindexing.remapVertexBuffer(arenaOnce(positions.byteSize()), stream, table));

        byte[] code = IndexCodec.encodeIndexBuffer(ordered, VERTICES);
        row("encodeIndexBuffer", indexBytes, TRIANGLES, "t", () -> IndexCodec.encodeIndexBuffer(ordered, VERTICES));
        MemorySegment nativeCode = arena.allocateFrom(ValueLayout.JAVA_BYTE, code);
        row("decodeIndexBuffer", indexBytes, TRIANGLES, "t", () -> IndexCodec.decodeIndexBuffer(strip, TRIANGLES * 3, 4, nativeCode, VERTICES));
        row("decodeIndexBuffer, heap arrays", indexBytes, TRIANGLES, "t", () -> Meshopt.decodeIndexBuffer(code, TRIANGLES * 3, 4, VERTICES));

        MemorySegment quantized = quantized(positions, table);
        VertexStream eight = VertexStream.of(quantized, VERTICES, 8);
        byte[] vertexCode = VertexCodec.encodeVertexBuffer(eight, 3, Version.V1);
        row("encodeVertexBuffer, 8 B, level 2", quantized.byteSize(), VERTICES, "v", () -> VertexCodec.encodeVertexBuffer(eight, 2, Version.V1));
        row("encodeVertexBuffer, 8 B, level 3", quantized.byteSize(), VERTICES, "v", () -> VertexCodec.encodeVertexBuffer(eight, 3, Version.V1));
        MemorySegment nativeVertices = arena.allocateFrom(ValueLayout.JAVA_BYTE, vertexCode);
        MemorySegment decoded = arena.allocate(quantized.byteSize(), 16);
        row("decodeVertexBuffer, 8 B", quantized.byteSize(), VERTICES, "v", () -> VertexCodec.decodeVertexBuffer(decoded, VERTICES, 8, nativeVertices));
        row("decodeVertexBuffer, heap arrays", quantized.byteSize(), VERTICES, "v", () -> Meshopt.decodeVertexBuffer(vertexCode, VERTICES, 8));

        filters();
        row("simplify to 25 %", indexBytes, TRIANGLES, "t", () -> Simplifying.simplify(strip, ordered, stream(quantizedPositions(quantized)), Target.of(TRIANGLES / 4 * 3, 1f)));
        System.out.printf("%nindices %d -> %d bytes, quantized positions %d -> %d bytes%n", indexBytes, code.length, quantized.byteSize(), vertexCode.length);
    }

    private MemorySegment once = MemorySegment.NULL;

    private MemorySegment arenaOnce(long bytes) {
        if (once.byteSize() < bytes) {
            once = arena.allocate(bytes, 16);
        }
        return once;
    }

    private void filters() {
        float[] units = new float[VERTICES * 4];
        Random random = new Random(1);
        for (int i = 0; i < units.length; i += 4) {
            double angle = random.nextDouble() * Math.PI;
            units[i] = (float) Math.cos(angle);
            units[i + 1] = (float) Math.sin(angle);
        }
        MemorySegment data = arena.allocateFrom(ValueLayout.JAVA_FLOAT, units);
        MemorySegment filtered = arena.allocate(VERTICES * 8L, 16);
        for (VertexFilter filter : VertexFilter.values()) {
            int stride = 8;
            int bits = filter == VertexFilter.COLOR ? 8 : 12;
            MemorySegment source = filter == VertexFilter.COLOR ? arena.allocate(data.byteSize(), 4) : data;
            long bytes = VERTICES * (long) stride;
            row("encode filter " + filter, bytes, VERTICES, "v", () -> filter.encode(filtered, VERTICES, stride, bits, source));
            row("decode filter " + filter, bytes, VERTICES, "v", () -> filter.decode(filtered, VERTICES, stride));
        }
    }

    private VertexStream stream(MemorySegment floats) {
        return VertexStream.of(floats, VERTICES, 12);
    }

    private MemorySegment positions() {
        MemorySegment positions = arena.allocate(VERTICES * 12L, 16);
        for (int i = 0; i < VERTICES; i++) {
            int x = i % (SIDE + 1);
            int y = i / (SIDE + 1);
            positions.setAtIndex(ValueLayout.JAVA_FLOAT, i * 3L, x);
            positions.setAtIndex(ValueLayout.JAVA_FLOAT, i * 3L + 1, y);
            positions.setAtIndex(ValueLayout.JAVA_FLOAT, i * 3L + 2, (float) (20 * Math.sin(x * 0.05) * Math.cos(y * 0.03)));
        }
        return positions;
    }

    private MemorySegment indices() {
        int[][] triangles = new int[TRIANGLES][];
        for (int quad = 0; quad < SIDE * SIDE; quad++) {
            int a = quad / SIDE * (SIDE + 1) + quad % SIDE;
            triangles[quad * 2] = new int[] {a, a + 1, a + SIDE + 1};
            triangles[quad * 2 + 1] = new int[] {a + 1, a + SIDE + 2, a + SIDE + 1};
        }
        java.util.Collections.shuffle(java.util.Arrays.asList(triangles), new Random(1));
        MemorySegment indices = arena.allocate(TRIANGLES * 12L, 16);
        for (int i = 0; i < TRIANGLES; i++) {
            MemorySegment.copy(triangles[i], 0, indices, ValueLayout.JAVA_INT, i * 12L, 3);
        }
        return indices;
    }

    /** Positions in 14 bits, in fetch order. */
    private MemorySegment quantized(MemorySegment positions, MemorySegment table) {
        MemorySegment quantized = arena.allocate(VERTICES * 8L, 16);
        for (int i = 0; i < VERTICES; i++) {
            int to = table.getAtIndex(ValueLayout.JAVA_INT, i);
            for (int axis = 0; axis < 3; axis++) {
                float value = positions.getAtIndex(ValueLayout.JAVA_FLOAT, i * 3L + axis) + (axis == 2 ? 20 : 0);
                quantized.set(ValueLayout.JAVA_SHORT, to * 8L + axis * 2, (short) (value / (SIDE + 1) * 16383));
            }
        }
        return quantized;
    }

    private MemorySegment floatPositions = MemorySegment.NULL;

    private MemorySegment quantizedPositions(MemorySegment quantized) {
        if (floatPositions.byteSize() == 0) {
            floatPositions = arena.allocate(VERTICES * 12L, 16);
            for (int i = 0; i < VERTICES * 3; i++) {
                floatPositions.setAtIndex(
                        ValueLayout.JAVA_FLOAT, i, quantized.get(ValueLayout.JAVA_SHORT, i / 3 * 8L + i % 3 * 2) & 0xffff);
            }
        }
        return floatPositions;
    }
}
