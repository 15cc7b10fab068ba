// SPDX-License-Identifier: Apache-2.0

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Prints one table of what a preview costs, ours and its peers by turns: {@code RenderBench TOOLS FOLDER SECONDS MODEL...}.
 *
 * <p>TOOLS is a file with one program a line: name, warm or process, jobs, views, rounds, environment and command, between tabs.
 */
final class RenderBench {

    private final Map<Tool, Map<Path, List<Tool.Run>>> timed = new LinkedHashMap<>();
    private final Map<Tool, Map<Path, Tool.Run>> cold = new LinkedHashMap<>();
    private final Map<Tool, Map<Path, Long>> peaks = new LinkedHashMap<>();
    private final Map<Tool, Tool.Session> sessions = new LinkedHashMap<>();
    private final Map<Tool, String> failed = new LinkedHashMap<>();
    private final Map<Path, List<Double>> loads = new LinkedHashMap<>();
    private final Path folder;
    private final long end;

    private RenderBench(Path folder, long seconds) {
        this.folder = folder;
        this.end = System.nanoTime() + seconds * 1_000_000_000L;
    }

    public static void main(String[] args) throws Exception {
        List<Tool> tools = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of(args[0]))) {
            tools.add(tool(line.split("\t")));
        }
        List<Path> models = Arrays.stream(args).skip(3).map(Path::of).toList();
        var bench = new RenderBench(Path.of(args[1]), Long.parseLong(args[2]));
        try {
            bench.run(tools, models);
        } finally {
            for (Tool.Session session : bench.sessions.values()) {
                session.close();
            }
        }
        bench.print(tools, models);
        System.exit(0);
    }

    private static Tool tool(String[] fields) {
        Map<String, String> environment = new LinkedHashMap<>();
        for (String pair : fields[5].split(" ")) {
            if (pair.contains("=")) {
                environment.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
            }
        }
        return new Tool(
                fields[0],
                List.of(Arrays.copyOfRange(fields, 6, fields.length)),
                environment,
                fields[1].equals("warm"),
                Integer.parseInt(fields[2]),
                Integer.parseInt(fields[3]),
                Integer.parseInt(fields[4]));
    }

    private void run(List<Tool> tools, List<Path> models) {
        for (Path model : models) {
            for (Tool tool : tools) {
                if (tool.rounds() > 0) {
                    attempt(tool, () -> first(tool, model));
                }
            }
        }
        int rounds = tools.stream().mapToInt(Tool::rounds).max().orElse(0);
        for (int round = 0; round < rounds; round++) {
            for (Path model : models) {
                for (Tool tool : tools) {
                    if (round < tool.rounds()) {
                        attempt(tool, () -> timed(tool, model));
                    }
                }
            }
        }
        // The slow ones last and once: what time is left is theirs.
        for (Path model : models) {
            for (Tool tool : tools) {
                if (tool.rounds() == 0) {
                    attempt(tool, () -> first(tool, model));
                }
            }
        }
    }

    /** Cold, then once more for the memory of a warm one, which is not timed. */
    private void first(Tool tool, Path model) throws Exception {
        Path pictures = pictures(tool, model);
        if (tool.jobs() == 1) {
            Tool.Run run = tool.cold(model, pictures, !tool.warm());
            cold.computeIfAbsent(tool, key -> new LinkedHashMap<>()).put(model, run);
            peak(tool, model, run.peakBytes());
        }
        if (tool.warm()) {
            if (!sessions.containsKey(tool)) {
                sessions.put(tool, new Tool.Session(tool, tool.start(model, pictures)));
            }
            peak(tool, model, sessions.get(tool).run(model, pictures, true).peakBytes());
        }
    }

    private void timed(Tool tool, Path model) throws Exception {
        loads.computeIfAbsent(model, key -> new ArrayList<>()).add(load());
        Path pictures = pictures(tool, model);
        Tool.Run run = tool.warm()
                ? sessions.get(tool).run(model, pictures, false)
                : tool.cold(model, pictures, false);
        timed.computeIfAbsent(tool, key -> new LinkedHashMap<>())
                .computeIfAbsent(model, key -> new ArrayList<>())
                .add(run);
    }

    private void peak(Tool tool, Path model, long bytes) {
        peaks.computeIfAbsent(tool, key -> new LinkedHashMap<>()).merge(model, bytes, Math::max);
    }

    private interface Step {
        void run() throws Exception;
    }

    private void attempt(Tool tool, Step step) {
        if (failed.containsKey(tool) || System.nanoTime() > end) {
            return;
        }
        try {
            step.run();
        } catch (Exception e) {
            failed.put(tool, String.valueOf(e.getMessage()));
        }
    }

    private Path pictures(Tool tool, Path model) throws Exception {
        return Files.createDirectories(folder.resolve(
                (name(model) + "--" + tool.name()).replaceAll("[^A-Za-z0-9-]+", "-")));
    }

    private void print(List<Tool> tools, List<Path> models) {
        Tool ours = tools.getFirst();
        System.out.printf("%-20s %-28s %4s %9s %9s %9s %8s %9s %8s %5s%n",
                "model", "program", "runs", "cold ms", "warm ms", "least ms", "x ours", "CPU ms", "peak MiB", "load");
        for (Path model : models) {
            double reference =
                    ours.name().startsWith("ours") ? median(ours, model, Tool.Run::millisPerPreview) : Double.NaN;
            for (Tool tool : tools) {
                List<Tool.Run> runs = runs(tool, model);
                Tool.Run first = cold.getOrDefault(tool, Map.of()).get(model);
                if (first == null && runs.isEmpty()) {
                    System.out.printf("%-20s %-28s not reached%n", name(model), tool.name());
                    continue;
                }
                double wall = median(tool, model, Tool.Run::millisPerPreview);
                double least = runs.stream().mapToDouble(Tool.Run::millisPerPreview).min().orElse(Double.NaN);
                System.out.printf("%-20s %-28s %4d %9s %9s %9s %8s %9s %8s %5s%n",
                        name(model), tool.name(), runs.size(),
                        first == null ? "-" : number(first.millisPerPreview(), 0), number(wall, 1), number(least, 1),
                        number(wall / reference, 2),
                        number(median(tool, model, Tool.Run::cpuPerPreview) * 1000, 0),
                        peaks.getOrDefault(tool, Map.of()).getOrDefault(model, 0L) >> 20,
                        number(loads.getOrDefault(model, List.of()).stream().mapToDouble(l -> l).average().orElse(Double.NaN), 1));
            }
        }
        failed.forEach((tool, reason) -> System.out.println(tool.name() + ": failed, " + reason));
    }

    private List<Tool.Run> runs(Tool tool, Path model) {
        return timed.getOrDefault(tool, Map.of()).getOrDefault(model, List.of());
    }

    private double median(Tool tool, Path model, java.util.function.ToDoubleFunction<Tool.Run> value) {
        double[] sorted = runs(tool, model).stream().mapToDouble(value).sorted().toArray();
        if (sorted.length == 0) {
            return Double.NaN;
        }
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    private static String number(double value, int digits) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%." + digits + "f", value);
    }

    private static String name(Path model) {
        return model.getFileName().toString().replaceFirst("\\.glb$", "");
    }

    private static double load() throws Exception {
        return Double.parseDouble(Files.readString(Path.of("/proc/loadavg")).split(" ")[0]);
    }
}
