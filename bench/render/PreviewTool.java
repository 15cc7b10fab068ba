// SPDX-License-Identifier: Apache-2.0

import com.avvyland.worker.config.ByteSize;
import com.avvyland.worker.config.PreviewsConfig;
import com.avvyland.worker.preview.PreviewRenderer;
import com.avvyland.worker.preview.RendererPool;
import com.avvyland.worker.source.Model;
import com.avvyland.worker.task.Angle;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.ImageMime;
import com.avvyland.worker.task.ModelPreviewTask;
import com.avvyland.worker.task.ModelSource;
import com.avvyland.worker.task.Preview;
import com.avvyland.worker.task.PreviewOptions;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * Pictures models with the product's own classes: {@code PreviewTool RENDERERS EDGE ANGLE...}. A line on the standard
 * input is one request, {@code JOBS TAB FOLDER TAB MODEL.glb}; it is answered with the number of previews written there.
 * The property {@code bench.browser} names another browser than the one that the product finds.
 */
final class PreviewTool {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private PreviewTool() {}

    public static void main(String[] args) throws Exception {
        int renderers = Integer.parseInt(args[0]);
        int edge = Integer.parseInt(args[1]);
        List<Angle> angles = Stream.of(args).skip(2).map(Angle::parse).toList();
        var config = new PreviewsConfig(
                angles, edge, edge, ImageMime.PNG, "transparent", 2, false, LIMIT, OptionalInt.of(renderers),
                new ByteSize(2L << 30), PreviewsConfig.Gl.AUTO, System.getProperty("bench.browser"), PreviewsConfig.BrowserInstall.NEVER);
        try (var pool = new RendererPool(config).start();
                var threads = Executors.newVirtualThreadPerTaskExecutor();
                var requests = new BufferedReader(new InputStreamReader(System.in))) {
            var renderer = new PreviewRenderer(config, pool);
            for (String line; (line = requests.readLine()) != null; ) {
                String[] request = line.split("\t");
                var model = new Model(".glb", Bytes.of(Files.readAllBytes(Path.of(request[2]))), Map.of());
                var jobs = new ArrayList<Future<List<Preview>>>();
                for (int i = 0; i < Integer.parseInt(request[0]); i++) {
                    jobs.add(threads.submit(() -> renderer.render(model, task())));
                }
                int count = 0;
                for (var job : jobs) {
                    List<Preview> previews = job.get();
                    for (int i = 0; i < previews.size(); i++) {
                        Path file = Path.of(request[1], i + ".png");
                        Files.write(file, previews.get(i).bytes().toByteArray());
                    }
                    count += previews.size();
                }
                System.out.println("previews\t" + count);
            }
        }
        System.exit(0);
    }

    private static ModelPreviewTask task() {
        var source = new ModelSource(".glb", Bytes.of((byte) 0), null, null, Map.of());
        return new ModelPreviewTask("bench", "http://localhost/", null, null, List.of(), source, PreviewOptions.UNSET);
    }
}
