// SPDX-License-Identifier: Apache-2.0

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Prints which threads of a warm tool use the CPU while it pictures one model: {@code ThreadTimes JOBS FOLDER MODEL
 * COMMAND...}, milliseconds a job. The kernel counts them, so what is not traced counts too: Mesa's rasteriser, Java, Node.
 */
final class ThreadTimes {

    /** Of Linux: a tick of USER_HZ is 10 ms, so many jobs are summed. */
    private static final double MILLIS_PER_TICK = 10;

    private ThreadTimes() {}

    public static void main(String[] args) throws Exception {
        int jobs = Integer.parseInt(args[0]);
        Path pictures = Files.createDirectories(Path.of(args[1]));
        Path model = Path.of(args[2]);
        int views = Integer.parseInt(args[3]);
        var tool = new Tool("ours", java.util.List.of(args).subList(4, args.length), Map.of(), true, 1, views, 0);
        Process process = tool.start(model, pictures);
        try (var session = new Tool.Session(tool, process)) {
            for (int i = 0; i < 3; i++) {
                session.run(model, pictures, false);
            }
            Map<String, Double> before = times(process.toHandle());
            double wall = 0;
            for (int i = 0; i < jobs; i++) {
                wall += session.run(model, pictures, false).wallMillis();
            }
            Map<String, Double> after = times(process.toHandle());
            before.forEach((name, ticks) -> after.merge(name, -ticks, Double::sum));
            double all = after.values().stream().mapToDouble(Double::doubleValue).sum();
            System.out.printf(Locale.ROOT, "%s: %.0f ms a job of %d views, CPU %.0f ms a job, of which%n",
                    model.getFileName(), wall / jobs, views, all * MILLIS_PER_TICK / jobs);
            after.entrySet().stream()
                    .filter(entry -> entry.getValue() / all >= 0.01)
                    .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                    .forEach(entry -> System.out.printf(Locale.ROOT, "  %-36s %7.0f ms %5.1f %%%n",
                            entry.getKey(), entry.getValue() * MILLIS_PER_TICK / jobs, entry.getValue() * 100 / all));
        }
        System.exit(0);
    }

    private static Map<String, Double> times(ProcessHandle root) {
        Map<String, Double> times = new TreeMap<>();
        Stream.concat(Stream.of(root), root.descendants()).forEach(process -> {
            try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(process.pid()), "task"))) {
                String kind = kind(process.pid());
                threads.forEach(thread -> add(times, kind, thread));
            } catch (IOException | UncheckedIOException gone) {
                // It ended while it was read.
            }
        });
        return times;
    }

    private static void add(Map<String, Double> times, String kind, Path thread) {
        try {
            String stat = Files.readString(thread.resolve("stat"));
            int end = stat.lastIndexOf(')');
            String name = stat.substring(stat.indexOf('(') + 1, end).replaceAll("[-#]?\\d+$", "");
            String[] fields = stat.substring(end + 2).split(" ");
            times.merge(kind + " / " + (kind.equals("java") ? "all" : name),
                    Double.parseDouble(fields[11]) + Double.parseDouble(fields[12]), Double::sum);
        } catch (IOException gone) {
            // It ended while it was read.
        }
    }

    private static String kind(long pid) throws IOException {
        String command = Files.readString(Path.of("/proc", Long.toString(pid), "cmdline")).replace('\0', ' ');
        if (command.contains("--type=")) {
            return command.replaceAll("(?s).*--type=([a-z-]+).*", "$1");
        }
        String program = command.split(" ")[0];
        return program.contains("chrom") ? "browser" : program.substring(program.lastIndexOf('/') + 1);
    }
}
