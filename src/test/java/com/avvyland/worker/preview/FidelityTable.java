// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.preview;

import com.avvyland.worker.source.Model;
import com.avvyland.worker.task.Angle;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.ImageMime;
import com.avvyland.worker.task.PreviewOptions;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/**
 * Prints how near the worker's previews are to model-viewer's pictures of the same models, and writes a contact sheet a model:
 * {@code FidelityTable BENCH NPM SHEETS MODEL.glb|FOLDER...}; run by {@code bench/fidelity/run}.
 */
public final class FidelityTable {

    private static final int EDGE = 512;
    private static final int THUMB = 256;
    private static final Angle ANGLE = Angle.parse("three_quarter");
    private static final PreviewOptions OPTIONS =
            new PreviewOptions(List.of(ANGLE), EDGE, EDGE, ImageMime.PNG, "transparent");

    private final Path sheets;
    private final RendererPool pool;
    private final TestingStudio studio;
    private final TestingStudio relit;
    private final TestingModelViewer peer;
    private final Map<String, TestingOrbit> cameras;
    private final @Nullable String goldens = System.getenv("GOLDENS");

    private FidelityTable(Path bench, Path npm, Path sheets, RendererPool pool, TestingModelViewer peer)
            throws IOException {
        this.sheets = Files.createDirectories(sheets);
        this.pool = pool;
        this.peer = peer;
        Path light = npm.resolve("node_modules/@google/model-viewer/lib/three-components/EnvironmentScene.js");
        studio = new TestingStudio(pool.renderers().get(0), bench.resolve("ours.mjs"), light);
        relit = new TestingStudio(pool.renderers().get(1), bench.resolve("ours.mjs"), light);
        cameras = TestingOrbit.goldens(bench.resolve("cameras.csv"), EDGE);
        relit.relight();
    }

    public static void main(String... args) {
        try {
            print(args);
            System.exit(0);
        } catch (Exception e) {
            e.printStackTrace();
            // Browsers and their threads outlive a start that failed.
            System.exit(1);
        }
    }

    private static void print(String... args) throws Exception {
        Path npm = Path.of(args[1]);
        try (var pool = new RendererPool(TestingPreviews.config(2, Duration.ofSeconds(120)));
                var peer = new TestingModelViewer(npm)) {
            var table = new FidelityTable(Path.of(args[0]), npm, Path.of(args[2]), pool, peer);
            row(
                    "model",
                    "default: psnr",
                    "ssim",
                    "yiq",
                    "alpha",
                    "same light: psnr",
                    "ssim",
                    "yiq",
                    "golden: alpha",
                    "its",
                    "yiq",
                    "its");
            for (String arg : List.of(args).subList(3, args.length)) {
                try (Stream<Path> files = Files.walk(Path.of(arg))) {
                    for (Path model : files.filter(file -> file.toString().endsWith(".glb"))
                            .sorted()
                            .toList()) {
                        table.compare(model);
                    }
                }
            }
        }
    }

    private static void row(Object... cells) {
        System.out.printf(Locale.ROOT, "%-28s %13s %6s %6s %6s %16s %6s %6s %13s %6s %6s %6s%n", cells);
    }

    private void compare(Path file) throws IOException {
        String name = file.getFileName().toString().replaceFirst("\\.glb$", "");
        byte[] glb = Files.readAllBytes(file);
        List<TestingPixels> pictures = new ArrayList<>();
        try {
            TestingOrbit orbit = TestingOrbit.framed(EDGE, studio.sphere(glb), ANGLE);
            TestingPixels ours =
                    TestingPixels.of(TestingPreviews.render(pool, new Model(".glb", Bytes.of(glb), Map.of()), OPTIONS)
                            .getFirst()
                            .bytes());
            TestingPixels same = relit.picture(glb, orbit);
            pictures.addAll(List.of(ours, same));
            String model = peer.publish(glb);
            TestingPixels theirs = peer.picture(model, orbit, "neutral", 1);
            pictures.add(theirs);
            PictureFidelity byDefault = PictureFidelity.of(ours, theirs);
            PictureFidelity inOneLight = PictureFidelity.of(same, theirs);
            List<Object> cells = new ArrayList<>(List.of(
                    name,
                    number(1, byDefault.psnr()),
                    number(3, byDefault.ssim()),
                    number(1, byDefault.yiq()),
                    number(4, byDefault.overlap()),
                    number(1, inOneLight.psnr()),
                    number(3, inOneLight.ssim()),
                    number(1, inOneLight.yiq())));
            cells.addAll(golden(name, glb, model, pictures));
            row(cells.toArray());
        } catch (RuntimeException e) {
            Throwable reason = e.getCause() == null || e instanceof IllegalStateException ? e : e.getCause();
            String why = String.valueOf(reason.getMessage())
                    .lines()
                    .limit(3)
                    .toList()
                    .toString();
            System.out.printf("%-28s %s; model-viewer %s%n", name, why, loads(glb) ? "loads it" : "refuses it too");
        }
        if (!pictures.isEmpty()) {
            ImageIO.write(sheet(pictures), "png", sheets.resolve(name + ".png").toFile());
            ImageIO.write(
                    sheet(pictures.subList(0, Math.min(3, pictures.size()))),
                    "jpg",
                    sheets.resolve(name + ".jpg").toFile());
        }
    }

    private boolean loads(byte[] glb) throws IOException {
        try {
            peer.picture(
                    peer.publish(glb),
                    new TestingOrbit(EDGE, EDGE, List.of(0.0, 0.0, 0.0), 35, 65, 4, 30),
                    "neutral",
                    1);
            return true;
        } catch (IllegalStateException e) {
            return false;
        } finally {
            peer.open();
        }
    }

    /** Compares what is covered, and for what it is worth in another light the colours, with model-viewer's own golden. */
    private List<Object> golden(String name, byte[] glb, String model, List<TestingPixels> pictures)
            throws IOException {
        @Nullable TestingOrbit orbit = cameras.get(name);
        Path file = Path.of(String.valueOf(goldens), "khronos-" + name, "model-viewer-golden.thumb.webp");
        if (orbit == null || !Files.exists(file)) {
            return List.of("", "", "", "");
        }
        TestingPixels golden = new TestingPixels(Objects.requireNonNull(ImageIO.read(file.toFile()), file.toString()));
        orbit = orbit.of(golden.image().getWidth(), golden.image().getHeight());
        TestingPixels ours = relit.picture(glb, orbit);
        TestingPixels theirs = peer.picture(model, orbit, "neutral", 1);
        pictures.addAll(List.of(ours, theirs, golden));
        PictureFidelity our = PictureFidelity.of(ours, golden);
        PictureFidelity their = PictureFidelity.of(theirs, golden);
        return List.of(
                number(4, our.overlap()), number(4, their.overlap()), number(1, our.yiq()), number(1, their.yiq()));
    }

    private static String number(int digits, double value) {
        return String.format(Locale.ROOT, "%." + digits + "f", value);
    }

    /** Ours by default, ours in their light, theirs; then the same two and the golden from its camera. */
    private static BufferedImage sheet(List<TestingPixels> pictures) {
        int columns = Math.min(3, pictures.size());
        var sheet = new BufferedImage(THUMB * columns, THUMB * ((pictures.size() + 2) / 3), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = sheet.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
        graphics.setRenderingHint(
                java.awt.RenderingHints.KEY_INTERPOLATION, java.awt.RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        for (int i = 0; i < pictures.size(); i++) {
            BufferedImage picture = pictures.get(i).image();
            int height = THUMB * picture.getHeight() / Math.max(picture.getWidth(), picture.getHeight());
            int width = THUMB * picture.getWidth() / Math.max(picture.getWidth(), picture.getHeight());
            graphics.drawImage(picture, i % 3 * THUMB, i / 3 * THUMB, width, height, null);
        }
        graphics.dispose();
        return sheet;
    }
}
