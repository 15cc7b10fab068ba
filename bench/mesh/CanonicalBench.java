// SPDX-License-Identifier: Apache-2.0
import com.avvyland.worker.gltf.GltfDocumentReader;
import com.avvyland.worker.gltf.GltfLimits;
import com.avvyland.worker.mesh.CanonicalGlb;
import com.avvyland.worker.mesh.Canonicalizer;
import com.avvyland.worker.mesh.NativeMeshopt;
import com.avvyland.worker.source.Model;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.TaskFailure;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Canonicalises models: {@code CanonicalBench OUT RUNS MODEL...}. Writes each to OUT and prints one line a model: name, bytes before
 * and after, best CPU milliseconds of RUNS (none: it is written and no more), whether the result is its own canonical form, repairs or the refusal.
 */
public final class CanonicalBench {

    private static final GltfDocumentReader READER = new GltfDocumentReader(
            GltfLimits.DEFAULT,
            new NativeMeshopt(),
            (data, ids) -> {
                throw new TaskFailure(FailureCode.UNSUPPORTED_FORMAT, "draco: a stream (expected: none here)");
            });

    public static void main(String... args) throws IOException {
        Path out = Files.createDirectories(Path.of(args[0]));
        int runs = Integer.parseInt(args[1]);
        for (int i = 2; i < args.length; i++) {
            Path file = Path.of(args[i]);
            try {
                System.out.println(measure(file, out.resolve("%03d.glb".formatted(i - 2)), runs));
            } catch (TaskFailure refused) {
                System.out.printf("%s\t%d\t-\t-\t-\t%s%n", file, Files.size(file), refused.getMessage());
            }
        }
    }

    private static String measure(Path file, Path result, int runs) throws IOException {
        Model model = model(file);
        CanonicalGlb glb;
        try (OutputStream stream = Files.newOutputStream(result)) {
            glb = canonical(model, stream);
        }
        if (runs == 0) {
            return "%s\t%d\t%d\t-\t-\t-".formatted(file, Files.size(file), glb.length());
        }
        Model again = new Model(".glb", Bytes.of(Files.readAllBytes(result)), Map.of());
        boolean own = canonical(again, OutputStream.nullOutputStream()).sha256().equals(glb.sha256());
        long best = Long.MAX_VALUE;
        for (int i = 0; i < runs; i++) {
            long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            canonical(model, OutputStream.nullOutputStream());
            best = Math.min(best, ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start);
        }
        return "%s\t%d\t%d\t%.1f\t%s\t%s"
                .formatted(file, Files.size(file), glb.length(), best / 1e6, own, glb.report().repairs());
    }

    private static CanonicalGlb canonical(Model model, OutputStream out) throws IOException {
        return new Canonicalizer(GltfLimits.DEFAULT).write(READER.read(model), out);
    }

    /** A .gltf gets the files beside it, by their names. */
    private static Model model(Path file) throws IOException {
        if (file.toString().endsWith(".glb")) {
            return new Model(".glb", Bytes.of(Files.readAllBytes(file)), Map.of());
        }
        Path folder = file.toAbsolutePath().getParent();
        Map<String, Bytes> resources = new HashMap<>();
        try (Stream<Path> files = Files.walk(folder, 2)) {
            for (Path resource : files.filter(Files::isRegularFile).toList()) {
                resources.put(folder.relativize(resource).toString(), Bytes.of(Files.readAllBytes(resource)));
            }
        }
        return new Model(".gltf", Bytes.of(Files.readAllBytes(file)), resources);
    }

    private CanonicalBench() {}
}
