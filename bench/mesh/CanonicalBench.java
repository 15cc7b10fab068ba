// SPDX-License-Identifier: Apache-2.0
import com.avvyland.worker.gltf.GltfDocumentReader;
import com.avvyland.worker.gltf.GltfLimits;
import com.avvyland.worker.mesh.CanonicalGlb;
import com.avvyland.worker.mesh.Canonicalizer;
import com.avvyland.worker.mesh.NativeMeshopt;
import com.avvyland.worker.mesh.view.ViewCborWriter;
import com.avvyland.worker.mesh.view.ViewOptions;
import com.avvyland.worker.source.Model;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.TaskFailure;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Makes the canonical GLB and the view of models: {@code CanonicalBench OUT RUNS MODEL...}. Writes both to OUT and prints one line
 * a model, parted by tabs: file, bytes; of the canonical GLB bytes, CPU and wall milliseconds; the same of the view; whether the GLB
 * is its own canonical form; repairs, or the refusal. Wall is the median of RUNS; CPU the mean of the whole process, with the compiler
 * and the garbage collector. With no RUNS files are written and no more.
 */
public final class CanonicalBench {

    private static final GltfDocumentReader READER = new GltfDocumentReader(
            GltfLimits.DEFAULT,
            new NativeMeshopt(),
            (data, ids) -> {
                throw new TaskFailure(FailureCode.UNSUPPORTED_FORMAT, "draco: a stream (expected: none here)");
            });

    /** LEVELS=0 writes what gltfpack -cz writes: no coarser levels. */
    private static final ViewCborWriter VIEWS = new ViewCborWriter(GltfLimits.DEFAULT, options());

    /** What must not take longer, however bad the model is. */
    private static final double PATIENCE_MS = 5000;

    private static ViewOptions options() {
        ViewOptions usual = ViewOptions.DEFAULT;
        int levels = Integer.parseInt(System.getenv().getOrDefault("LEVELS", String.valueOf(usual.levels())));
        return new ViewOptions(
                usual.positionBits(), levels, usual.levelError(), usual.previewTriangles(), usual.vertexCodec());
    }

    private interface Work<T> {
        T run() throws IOException;
    }

    private record Times(double cpu, double wall) {

        static <T> Times of(int runs, Work<T> work) throws IOException {
            var process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
            double[] wall = new double[runs];
            // Its steps are ten milliseconds: over all runs.
            long cpuStart = process.getProcessCpuTime();
            for (int i = 0; i < runs; i++) {
                long wallStart = System.nanoTime();
                work.run();
                wall[i] = (System.nanoTime() - wallStart) / 1e6;
            }
            double cpu = (process.getProcessCpuTime() - cpuStart) / 1e6;
            Arrays.sort(wall);
            return runs == 0 ? new Times(0, 0) : new Times(cpu / runs, wall[runs / 2]);
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%.1f\t%.1f", cpu, wall);
        }
    }

    public static void main(String... args) throws IOException {
        Path out = Files.createDirectories(Path.of(args[0]));
        int runs = Integer.parseInt(args[1]);
        for (int i = 2; i < args.length; i++) {
            Path file = Path.of(args[i]);
            long start = System.nanoTime();
            String line;
            try {
                line = measure(file, out.resolve("%03d.glb".formatted(i - 2)), out.resolve("%03d.cbor".formatted(i - 2)), runs);
            } catch (TaskFailure refused) {
                line = "-\t-\t-\t-\t-\t-\t-\t" + refused.code() + " " + refused.getMessage();
            } catch (RuntimeException | StackOverflowError | OutOfMemoryError broken) {
                line = "-\t-\t-\t-\t-\t-\tCRASH\t" + broken;
            }
            double took = (System.nanoTime() - start) / 1e6 / (runs + 2);
            System.out.println(file + "\t" + Files.size(file) + "\t" + line + (took > PATIENCE_MS ? " SLOW" : ""));
        }
    }

    private static String measure(Path file, Path glbFile, Path viewFile, int runs) throws IOException {
        Model model = model(file);
        CanonicalGlb glb;
        try (OutputStream stream = Files.newOutputStream(glbFile)) {
            glb = canonical(model, stream);
        }
        byte[] canonical = Files.readAllBytes(glbFile);
        Times times = Times.of(runs, () -> canonical(model, OutputStream.nullOutputStream()));
        String view;
        try {
            ByteBuffer written = VIEWS.write(ByteBuffer.wrap(canonical));
            long length = written.remaining();
            try (var channel = Files.newByteChannel(
                    viewFile, java.util.Set.of(java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.WRITE))) {
                channel.write(written);
            }
            view = length + "\t" + Times.of(runs, () -> VIEWS.write(ByteBuffer.wrap(canonical)));
        } catch (TaskFailure refused) {
            view = refused.getMessage() + "\t-\t-";
        }
        if (runs == 0) {
            return "%d\t-\t-\t%s\t-\t-".formatted(glb.length(), view);
        }
        boolean own = canonical(new Model(".glb", Bytes.of(canonical), Map.of()), OutputStream.nullOutputStream())
                .sha256()
                .equals(glb.sha256());
        return "%d\t%s\t%s\t%s\t%s".formatted(glb.length(), times, view, own, glb.report().repairs());
    }

    private static CanonicalGlb canonical(Model model, OutputStream out) throws IOException {
        return new Canonicalizer(GltfLimits.DEFAULT).write(READER.read(model), out);
    }

    /** A .gltf gets the files that its buffers and images name. */
    private static Model model(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        if (file.toString().toLowerCase(Locale.ROOT).endsWith(".glb")) {
            return new Model(".glb", Bytes.of(bytes), Map.of());
        }
        Map<String, Bytes> resources = new HashMap<>();
        try {
            JsonNode json = new ObjectMapper().readTree(bytes);
            for (String uri : json.findValuesAsText("uri")) {
                String name = uri.startsWith("data:") ? "" : URLDecoder.decode(uri.replace("+", "%2B"), StandardCharsets.UTF_8);
                Path resource = file.resolveSibling(name);
                if (!name.isEmpty() && Files.isRegularFile(resource)) {
                    resources.put(name, Bytes.of(Files.readAllBytes(resource)));
                }
            }
        } catch (IOException | IllegalArgumentException broken) {
            // The reader under test says so.
            return new Model(".gltf", Bytes.of(bytes), resources);
        }
        return new Model(".gltf", Bytes.of(bytes), resources);
    }

    private CanonicalBench() {}
}
