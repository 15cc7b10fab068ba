// SPDX-License-Identifier: Apache-2.0

import com.avvyland.worker.asynq.AsynqClient;
import com.avvyland.worker.asynq.NewTask;
import com.avvyland.worker.asynq.redis.JedisRedis;
import com.avvyland.worker.asynq.redis.RedisLocation;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import redis.embedded.RedisServer;

/**
 * Measures the packaged worker as a process, with one browser and one task at once, then with two: start to first dequeue,
 * whole tasks from enqueue to callback, milliseconds a preview, CPU and peak memory of the worker and its browsers. Run by
 * {@code bench/preview [tasks] [models...]}.
 */
final class PreviewBench {

    private static final long PATIENCE_SECONDS = 120;

    private static final int VIEWS = 4;

    private final int concurrency;
    private final BlockingQueue<Long> callbacks = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> log = new LinkedBlockingQueue<>();

    private PreviewBench(int concurrency) {
        this.concurrency = concurrency;
    }

    public static void main(String[] args) throws Exception {
        int tasks = args.length > 0 ? Integer.parseInt(args[0]) : 20;
        List<Path> models = new ArrayList<>();
        if (args.length > 1) {
            Arrays.stream(args).skip(1).map(Path::of).forEach(models::add);
        } else {
            Path textured = Files.createDirectories(Path.of("target")).resolve("textured-1mb.glb");
            Files.write(textured, TexturedModel.glb());
            models.add(textured);
            models.add(Path.of("src/main/resources/demo/model.glb"));
        }
        for (int concurrency = 1; concurrency <= 2; concurrency++) {
            System.out.printf("%d at once, load %s%n", concurrency, load());
            new PreviewBench(concurrency).run(tasks, models);
        }
        System.exit(0);
    }

    private void run(int tasks, List<Path> models) throws Exception {
        int port = freePort();
        var redis = RedisServer.newRedisServer().port(port).bind("127.0.0.1").setting("save \"\"");
        if (Files.isExecutable(Path.of("/usr/bin/redis-server"))) {
            redis.executableProvider(() -> new java.io.File("/usr/bin/redis-server"));
        }
        RedisServer server = redis.build();
        server.start();
        HttpServer receiver = receiver();
        String url = "http://127.0.0.1:" + receiver.getAddress().getPort() + "/";
        Process worker = null;
        try (var connection = JedisRedis.connect(RedisLocation.parse("127.0.0.1:" + port), null, 4)) {
            var client = new AsynqClient(connection, Clock.systemUTC());
            enqueue(client, models.getFirst(), url);
            long began = System.nanoTime();
            worker = worker(port);
            Memory memory = new Memory(worker.pid());
            callbacks.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            double first = (System.nanoTime() - began) / 1e6;
            // The worker logs how long the first step took and when it ended; the dequeue came just before it.
            System.out.printf(Locale.ROOT, "start to first dequeue  %8.0f ms%n", firstDequeue);
            System.out.printf(Locale.ROOT, "start to first callback %8.0f ms%n%n", first);
            System.out.printf("%-20s %6s %9s %9s %9s %9s %9s %9s %9s%n", "model, 4 views of 512", "tasks", "tasks/min", "prev/s",
                    "ms/prev", "CPU ms/pr", "p50 task", "p95 task", "bytes");
            for (Path model : models) {
                measure(client, model, url, tasks, worker.toHandle());
            }
            System.out.printf(Locale.ROOT, "%npeak memory (PSS): worker %d MiB, browsers and driver %d MiB, together %d MiB%n%n",
                    memory.own() >> 20, memory.children() >> 20, memory.together() >> 20);
        } finally {
            if (worker != null) {
                worker.destroy();
                worker.waitFor(30, TimeUnit.SECONDS);
            }
            receiver.stop(0);
            server.stop();
        }
    }

    private volatile double firstDequeue = -1;

    private void measure(AsynqClient client, Path model, String url, int tasks, ProcessHandle worker) throws Exception {
        enqueue(client, model, url);
        callbacks.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        log.clear();
        double cpu = cpuSeconds(worker);
        long began = System.nanoTime();
        for (int i = 0; i < tasks; i++) {
            enqueue(client, model, url);
        }
        for (int i = 0; i < tasks; i++) {
            if (callbacks.poll(PATIENCE_SECONDS, TimeUnit.SECONDS) == null) {
                throw new IllegalStateException("callback: none (expected: one a task)");
            }
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        cpu = cpuSeconds(worker) - cpu;
        var renders = new ArrayList<Long>();
        for (String line; (line = log.poll()) != null; ) {
            if (line.contains(" render-previews ")) {
                renders.add(Long.parseLong(line.replaceAll(".* render-previews (\\d+) ms.*", "$1")));
            }
        }
        long[] sorted = renders.stream().mapToLong(Long::longValue).sorted().toArray();
        System.out.printf(Locale.ROOT, "%-20s %6d %9.1f %9.2f %9.1f %9.1f %9d %9d %9d%n",
                model.getFileName().toString().replaceFirst("\\.glb$", ""), tasks,
                tasks * 60 / seconds, tasks * VIEWS / seconds, LongStream.of(sorted).average().orElse(0) / VIEWS,
                cpu * 1000 / (tasks * VIEWS), sorted[sorted.length / 2], sorted[sorted.length * 95 / 100], Files.size(model));
    }

    private static String load() throws IOException {
        return Files.readString(Path.of("/proc/loadavg")).split(" ")[0];
    }

    /** Sum user and system time of a process, its descendants and the children they waited for; a tick of Linux is 10 ms. */
    private static double cpuSeconds(ProcessHandle root) {
        return Stream.concat(Stream.of(root), root.descendants())
                .mapToDouble(process -> {
                    try {
                        String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
                        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
                        return LongStream.of(11, 12, 13, 14).map(i -> Long.parseLong(fields[(int) i])).sum() / 100.0;
                    } catch (IOException gone) {
                        return 0;
                    }
                })
                .sum();
    }

    private Process worker(int redisPort) throws IOException {
        var builder = new ProcessBuilder("bin/avvy-worker", "worker").redirectErrorStream(true);
        builder.environment().putAll(Map.of(
                "MODEL_PREVIEW_WORKER_CONCURRENCY", Integer.toString(concurrency),
                "REDIS_ADDRESS", "127.0.0.1:" + redisPort,
                "MODEL_PREVIEW_CALLBACK_SECRET", "bench",
                "MODEL_PREVIEW_CALLBACK_ALLOW_HTTP", "true",
                "MODEL_PREVIEW_CALLBACK_ALLOW_PRIVATE", "true"));
        long began = System.nanoTime();
        Process process = builder.start();
        Thread.ofVirtual().start(() -> {
            try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream()))) {
                for (String line; (line = lines.readLine()) != null; ) {
                    if (firstDequeue < 0 && line.contains(" read-model ")) {
                        firstDequeue = (System.nanoTime() - began) / 1e6;
                    }
                    log.add(line);
                }
            } catch (IOException closed) {
                log.add("closed");
            }
        });
        return process;
    }

    private static void enqueue(AsynqClient client, Path model, String url) throws IOException {
        byte[] payload = new CBORMapper().writeValueAsBytes(Map.of(
                "model_hash", model.toString(),
                "callback_url", url,
                "input_format", ".glb",
                "input_model", Files.readAllBytes(model)));
        client.enqueue(NewTask.of("model.preview.v1").queue("model_preview").payload(ByteBuffer.wrap(payload)).build());
    }

    private HttpServer receiver() throws IOException {
        HttpServer receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            try (exchange) {
                byte[] body = exchange.getRequestBody().readAllBytes();
                exchange.sendResponseHeaders(204, -1);
                callbacks.add((long) body.length);
            }
        });
        receiver.start();
        return receiver;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Samples the proportional set size of a process and its descendants every 100 ms and keeps the peaks. */
    private static final class Memory {
        private final AtomicLong own = new AtomicLong();
        private final AtomicLong children = new AtomicLong();
        private final AtomicLong together = new AtomicLong();

        Memory(long pid) {
            ProcessHandle root = ProcessHandle.of(pid).orElseThrow();
            Thread.ofVirtual().start(() -> {
                while (root.isAlive()) {
                    long self = pss(pid);
                    long others = root.descendants().mapToLong(child -> pss(child.pid())).sum();
                    own.accumulateAndGet(self, Math::max);
                    children.accumulateAndGet(others, Math::max);
                    together.accumulateAndGet(self + others, Math::max);
                    try {
                        TimeUnit.MILLISECONDS.sleep(100);
                    } catch (InterruptedException stopped) {
                        return;
                    }
                }
            });
        }

        long own() {
            return own.get();
        }

        long children() {
            return children.get();
        }

        long together() {
            return together.get();
        }

        private static long pss(long pid) {
            try {
                return Files.readAllLines(Path.of("/proc", Long.toString(pid), "smaps_rollup")).stream()
                        .filter(line -> line.startsWith("Pss:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                        .sum();
            } catch (IOException gone) {
                return 0;
            }
        }
    }
}
