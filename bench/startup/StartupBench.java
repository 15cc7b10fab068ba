// SPDX-License-Identifier: Apache-2.0

import com.avvyland.worker.asynq.AsynqClient;
import com.avvyland.worker.asynq.NewTask;
import com.avvyland.worker.asynq.redis.Call;
import com.avvyland.worker.asynq.redis.JedisRedis;
import com.avvyland.worker.asynq.redis.RedisLocation;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import redis.embedded.RedisServer;

/**
 * Measures how soon a worker that is started with a task waiting takes it: wall time and the CPU time of the JVM, from the
 * start of the launcher to the moment when the queue is empty, and to the moment when the task, whose payload nobody can
 * read, is archived. Run by {@code bench/startup/run [rounds]}.
 */
final class StartupBench {

    private static final String QUEUE = "model_preview";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private record Sample(double dequeued, double cpu, double archived) {}

    public static void main(String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 5;
        Map<String, List<Sample>> samples = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            for (String aot : List.of("off", "auto")) {
                String load = Files.readString(Path.of("/proc/loadavg")).split(" ")[0];
                Sample sample = start(aot);
                samples.computeIfAbsent(aot, _ -> new ArrayList<>()).add(sample);
                System.out.printf(Locale.ROOT, "AVVY_AOT=%-5s load %5s  dequeued %6.0f ms  CPU %6.0f ms  archived %6.0f ms%n",
                        aot, load, sample.dequeued, sample.cpu, sample.archived);
            }
        }
        samples.forEach((aot, all) -> System.out.printf(Locale.ROOT,
                "AVVY_AOT=%-5s median of %d: dequeued %.0f ms (least %.0f), CPU %.0f ms (least %.0f), archived %.0f ms%n",
                aot, all.size(), median(all.stream().map(Sample::dequeued).toList()),
                all.stream().mapToDouble(Sample::dequeued).min().orElseThrow(), median(all.stream().map(Sample::cpu).toList()),
                all.stream().mapToDouble(Sample::cpu).min().orElseThrow(), median(all.stream().map(Sample::archived).toList())));
        System.exit(0);
    }

    private static Sample start(String aot) throws Exception {
        int port = freePort();
        var redis = RedisServer.newRedisServer().port(port).bind("127.0.0.1").setting("save \"\"");
        if (Files.isExecutable(Path.of("/usr/bin/redis-server"))) {
            redis.executableProvider(() -> new File("/usr/bin/redis-server"));
        }
        RedisServer server = redis.build();
        server.start();
        Process worker = null;
        try (var connection = JedisRedis.connect(RedisLocation.parse("127.0.0.1:" + port), null, 2)) {
            new AsynqClient(connection, Clock.systemUTC())
                    .enqueue(NewTask.of("model.preview.v1")
                            .queue(QUEUE)
                            .payload(ByteBuffer.wrap(new byte[] {0}))
                            .build());
            var builder = new ProcessBuilder("bin/avvy-worker", "worker")
                    .redirectErrorStream(true)
                    .redirectOutput(new File("target/startup-bench.log"));
            builder.environment().putAll(Map.of(
                    "AVVY_AOT", aot, "REDIS_ADDRESS", "127.0.0.1:" + port, "MODEL_PREVIEW_CALLBACK_SECRET", "bench"));
            long began = System.nanoTime();
            worker = builder.start();
            await(connection, Call.command("LLEN").key("asynq:{" + QUEUE + "}:pending").build(), 0);
            double dequeued = (System.nanoTime() - began) / 1e6;
            double cpu = worker.info().totalCpuDuration().orElse(Duration.ZERO).toMillis();
            await(connection, Call.command("ZCARD").key("asynq:{" + QUEUE + "}:archived").build(), 1);
            return new Sample(dequeued, cpu, (System.nanoTime() - began) / 1e6);
        } finally {
            if (worker != null) {
                worker.destroy();
                worker.waitFor(30, TimeUnit.SECONDS);
            }
            server.stop();
        }
    }

    private static void await(JedisRedis redis, Call count, long wanted) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (redis.call(count).number() != wanted) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("worker: not up in " + PATIENCE + " (expected: see target/startup-bench.log)");
            }
            TimeUnit.MILLISECONDS.sleep(2);
        }
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
