// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.preview;

import com.avvyland.worker.gltf.GltfLimits;
import com.avvyland.worker.gltf.GltfReader;
import com.avvyland.worker.mesh.CanonicalGlbWriter;
import com.avvyland.worker.mesh.MeshoptModel;
import com.avvyland.worker.source.Model;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.TaskFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;

/**
 * Sends random models, sound and spoiled, through the stations of a preview in one process, and watches what it holds:
 * {@code RenderStorm COUNT SEED MODEL.glb|FOLDER...}; run by {@code bench/render-storm/run}. Ends with 1 when something was
 * lost, hung or kept growing.
 */
public final class RenderStorm {

    private static final int WARM = 150;
    private static final int EVERY = 50;
    private static final int AT_ONCE = 2;

    /** MiB, as {@code previews.browser_memory} is by default; a browser that is past it is replaced after its job. */
    private static final long BROWSER_MAX = 1024;

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final RendererPool pool = new RendererPool(TestingPreviews.config(AT_ONCE, TIMEOUT)).start();
    private final GltfReader reader = new GltfReader(GltfLimits.DEFAULT);
    private final MeshoptModel meshopt =
            new MeshoptModel(new CanonicalGlbWriter(GltfLimits.DEFAULT, new BrowserDraco(pool, 256 << 20)), 256 << 20);
    private final Map<String, Integer> ends = new TreeMap<>();
    private final List<Holding> curve = new ArrayList<>();

    /** What a process and its browsers hold. */
    private record Holding(
            int jobs, long heap, long resident, long browsers, long processes, long zombies, long files, long scratch) {

        static Holding now(int jobs) throws IOException {
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            List<ProcessHandle> below = ProcessHandle.current().descendants().toList();
            long browsers = below.stream()
                    .filter(process -> TestingProcesses.commandLine(process).contains("--headless"))
                    .filter(process -> !TestingProcesses.commandLine(process).contains("--type="))
                    .mapToLong(process -> BrowserMemory.of(process).orElse(0))
                    .sum();
            try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"));
                    Stream<Path> left = Files.walk(Scratch.ofProcess().folder())) {
                return new Holding(
                        jobs,
                        runtime.totalMemory() - runtime.freeMemory() >> 20,
                        BrowserMemory.of(ProcessHandle.current()).orElse(0) - browsers >> 20,
                        browsers >> 20,
                        below.size(),
                        below.stream()
                                .filter(process ->
                                        TestingProcesses.state(process).equals("Z"))
                                .count(),
                        open.count(),
                        left.count());
            }
        }

        static final String HEAD =
                " jobs  heap MiB  JVM+node MiB  browsers MiB  processes  zombies  open files  scratch files";

        @Override
        public String toString() {
            return "%5d %9d %13d %13d %10d %8d %11d %14d"
                    .formatted(jobs, heap, resident, browsers, processes, zombies, files, scratch);
        }
    }

    public static void main(String... args) throws Exception {
        int count = Integer.parseInt(args[0]);
        long seed = Long.parseLong(args[1]);
        List<Path> models = new ArrayList<>();
        for (String arg : List.of(args).subList(2, args.length)) {
            try (Stream<Path> files = Files.walk(Path.of(arg))) {
                files.filter(file -> file.toString().endsWith(".glb")).sorted().forEach(models::add);
            }
        }
        System.out.printf(
                "%d jobs of %d models, seed %d, %d at once%n%s%n", count, models.size(), seed, AT_ONCE, Holding.HEAD);
        boolean sound = new RenderStorm().run(count, seed, models);
        System.exit(sound ? 0 : 1);
    }

    private boolean run(int count, long seed, List<Path> models) throws Exception {
        var slots = new Semaphore(AT_ONCE);
        try (pool;
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int job = 1; job <= count; job++) {
                int number = job;
                slots.acquire();
                running.add(threads.submit(() -> {
                    try {
                        one(number, seed, models);
                    } finally {
                        slots.release();
                    }
                    return null;
                }));
                if (job % EVERY == 0) {
                    for (Future<?> future : running) {
                        future.get();
                    }
                    running.clear();
                    curve.add(Holding.now(job));
                    System.out.println(curve.getLast());
                }
            }
            for (Future<?> future : running) {
                future.get();
            }
        }
        if (curve.isEmpty()) {
            curve.add(Holding.now(count));
        }
        System.out.println("browsers replaced: " + pool.recycled());
        ends.forEach((end, times) -> System.out.printf("%5d  %s%n", times, end));
        return verdict();
    }

    private void one(int job, long seed, List<Path> models) throws IOException {
        var random = new Random(seed * 1_000_003 + job);
        Path file = models.get(random.nextInt(models.size()));
        byte[] glb = Files.readAllBytes(file);
        var told = new StringBuilder();
        if (random.nextInt(3) > 0) {
            glb = TestingMutations.mutated(glb, random, told);
        }
        String form = told.isEmpty() ? "as it is" : told.toString();
        try {
            Model model = meshopt.decode(new Model(".glb", Bytes.of(glb), Map.of()));
            reader.read(model);
            int images = TestingPreviews.render(
                            pool, model, TestingPreviews.options(128, 128, "front", "35,25", "back", "top"))
                    .size();
            count(form + ": " + images + " images");
        } catch (TaskFailure failure) {
            count(form + ": " + failure.code());
            if (!failure.code().permanent()) {
                System.out.printf("job %d, %s, %s: %s%n", job, file.getFileName(), form, failure.getMessage());
            }
        } catch (RuntimeException | Error bug) {
            count("BUG " + bug.getClass().getSimpleName());
            System.out.printf("job %d, %s, %s: %s%n", job, file.getFileName(), form, bug);
        }
    }

    private synchronized void count(String end) {
        ends.merge(end, 1, Integer::sum);
    }

    /** After the warm-up nothing may grow by more than a quarter and a little. */
    private boolean verdict() {
        boolean sound = ends.keySet().stream().noneMatch(end -> end.startsWith("BUG"));
        List<Holding> warm =
                curve.stream().filter(holding -> holding.jobs() <= WARM).toList();
        Holding last = curve.getLast();
        if (warm.isEmpty() || last.jobs() <= WARM) {
            return sound;
        }
        sound &= flat("heap", warm.stream().mapToLong(Holding::heap).max().orElseThrow(), last.heap(), 32);
        sound &= flat("JVM", warm.stream().mapToLong(Holding::resident).max().orElseThrow(), last.resident(), 128);
        // Every new material is a shader that is kept; what a browser may hold bounds them.
        long most = curve.stream().mapToLong(Holding::browsers).max().orElseThrow();
        boolean bounded = most <= AT_ONCE * BROWSER_MAX;
        System.out.printf("%-14s most %d MiB (expected: at most %d)%n", "browsers", most, AT_ONCE * BROWSER_MAX);
        sound &= bounded;
        sound &= flat(
                "processes", warm.stream().mapToLong(Holding::processes).max().orElseThrow(), last.processes(), 2);
        sound &=
                flat("open files", warm.stream().mapToLong(Holding::files).max().orElseThrow(), last.files(), 16);
        sound &= flat(
                "scratch files", warm.stream().mapToLong(Holding::scratch).max().orElseThrow(), last.scratch(), 64);
        return sound & flat("zombies", 0, last.zombies(), 0);
    }

    private static boolean flat(String what, long warm, long last, long slack) {
        boolean flat = last <= warm + warm / 4 + slack;
        System.out.printf("%-14s %6d -> %6d  %s%n", what, warm, last, flat ? "flat" : "GROWS");
        return flat;
    }
}
