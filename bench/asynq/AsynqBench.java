// SPDX-License-Identifier: Apache-2.0
import com.avvyland.worker.asynq.AsynqComponent;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * The Java side of bench/asynq: drains a queue through the component's consumer, or measures how soon an idle consumer
 * picks a task up. Both warm up on the queue {@code warm} first, print a line that begins with {@code ready=}, and begin
 * when a line arrives on standard input. Every line is one of key=value pairs, as the Go side's.
 */
final class AsynqBench {

    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final CamelContext camel = new DefaultCamelContext();
    private final Options options;

    private AsynqBench(Options options) {
        this.options = options;
    }

    /** Holds the flags, which are the Go side's; warm-redis is where the warm-up tasks are. */
    private record Options(String redis, String warmRedis, int warmup, int count, int concurrency) {

        static Options parse(String[] args) {
            Options options = new Options("127.0.0.1:6379", "", 0, 100_000, 10);
            for (int i = 1; i + 1 < args.length; i += 2) {
                String value = args[i + 1];
                options = switch (args[i]) {
                    case "-redis" -> new Options(value, options.warmRedis, options.warmup, options.count, options.concurrency);
                    case "-warm-redis" -> new Options(options.redis, value, options.warmup, options.count, options.concurrency);
                    case "-warmup" -> new Options(options.redis, options.warmRedis, Integer.parseInt(value), options.count, options.concurrency);
                    case "-count" -> new Options(options.redis, options.warmRedis, options.warmup, Integer.parseInt(value), options.concurrency);
                    case "-concurrency" -> new Options(options.redis, options.warmRedis, options.warmup, options.count, Integer.parseInt(value));
                    default -> throw new IllegalArgumentException("flag: " + args[i]
                            + " (expected: -redis, -warm-redis, -warmup, -count, -concurrency)");
                };
            }
            return options;
        }
    }

    public static void main(String[] args) throws Exception {
        AsynqBench bench = new AsynqBench(Options.parse(args));
        switch (args.length == 0 ? "" : args[0]) {
            case "drain" -> bench.drain();
            case "idle" -> bench.idle();
            default -> throw new IllegalArgumentException("mode: " + Arrays.toString(args) + " (expected: drain, idle)");
        }
        System.exit(0);
    }

    private void drain() throws Exception {
        warmUp();
        long began = System.nanoTime();
        double cpu = cpuSeconds();
        count("bench", options.redis, options.count).await();
        double took = (System.nanoTime() - began) / 1e9;
        print("worker=java concurrency=%d tasks=%d seconds=%.3f per_second=%.0f cpu_seconds=%.2f",
                options.concurrency, options.count, took, options.count / took, cpuSeconds() - cpu);
        camel.stop();
    }

    private void idle() throws Exception {
        double[] latencies = new double[options.count];
        AtomicInteger seen = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(options.count);
        Processor note = exchange -> {
            Instant now = Instant.now();
            long sent = exchange.getMessage().getBody(ByteBuffer.class).getLong();
            long nanos = now.getEpochSecond() * 1_000_000_000L + now.getNano() - sent;
            int at = seen.getAndIncrement();
            if (at < latencies.length) {
                latencies[at] = nanos / 1e6;
                done.countDown();
            }
        };
        warmUp();
        route("bench", options.redis, note);
        print("idle=1");
        System.in.read();
        long began = System.nanoTime();
        double cpu = cpuSeconds();
        done.await();
        double percent = 100 * (cpuSeconds() - cpu) / ((System.nanoTime() - began) / 1e9);
        Arrays.sort(latencies);
        print("worker=java tasks=%d p50_ms=%.3f p99_ms=%.3f max_ms=%.3f cpu_percent=%.2f",
                options.count, latencies[options.count / 2], latencies[options.count * 99 / 100],
                latencies[options.count - 1], percent);
        camel.stop();
    }

    /** Drain the warm-up tasks, stop that consumer, and wait for the word to begin. */
    private void warmUp() throws Exception {
        double start = Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime()).toMillis() / 1e3;
        camel.start();
        long began = System.nanoTime();
        double cpu = cpuSeconds();
        if (options.warmup > 0) {
            count("warm", options.warmRedis.isEmpty() ? options.redis : options.warmRedis, options.warmup).await();
            camel.getRouteController().stopRoute("warm");
        }
        print("ready=1 start_seconds=%.2f warmup_tasks=%d warmup_seconds=%.2f warmup_cpu_seconds=%.2f",
                start, options.warmup, (System.nanoTime() - began) / 1e9, cpuSeconds() - cpu);
        System.in.read();
    }

    private CountDownLatch count(String queue, String redis, int count) throws Exception {
        CountDownLatch left = new CountDownLatch(count);
        route(queue, redis, _ -> left.countDown());
        return left;
    }

    private void route(String queue, String redis, Processor processor) throws Exception {
        camel.getComponent("asynq", AsynqComponent.class).getConfiguration().setConcurrency(options.concurrency);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("asynq:" + queue + "?redisUri=redis://" + redis).routeId(queue).process(processor);
            }
        });
    }

    private static double cpuSeconds() {
        return PROCESS.getProcessCpuTime() / 1e9;
    }

    private static void print(String line, Object... values) {
        System.out.println(String.format(Locale.ROOT, line, values));
    }
}
