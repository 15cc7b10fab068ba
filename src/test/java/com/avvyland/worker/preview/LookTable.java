// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.preview;

import com.avvyland.worker.task.TaskFailure;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * Prints how far the canonical GLB and the view of each model look from where they come from, and writes a contact sheet a
 * model: {@code LookTable SHEETS MODEL.glb|FOLDER...}; run by {@code bench/look/run}.
 */
public final class LookTable {

    private static final int THUMB = TestingLooks.EDGE / 2;

    private LookTable() {}

    public static void main(String... args) throws Exception {
        Path sheets = Files.createDirectories(Path.of(args[0]));
        List<Path> models = new ArrayList<>();
        for (String arg : List.of(args).subList(1, args.length)) {
            try (Stream<Path> files = Files.walk(Path.of(arg))) {
                files.filter(file -> file.toString().endsWith(".glb")).sorted().forEach(models::add);
            }
        }
        System.out.printf("%-34s %-10s %9s %9s %9s  %s%n", "model", "form", "bytes", "rmse", "of drawn", "worst angle");
        try (TestingLooks looks = new TestingLooks()) {
            for (Path model : models) {
                compare(looks, model, sheets);
            }
        }
        System.exit(0);
    }

    private static void compare(TestingLooks looks, Path model, Path sheets) throws Exception {
        String name = model.getFileName().toString().replaceFirst("\\.glb$", "");
        byte[] source = Files.readAllBytes(model);
        List<List<TestingPixels>> rows = new ArrayList<>();
        try {
            byte[] canonical = TestingForms.canonical(looks.pool(), source);
            rows.add(looks.glb(source));
            rows.add(looks.glb(canonical));
            row(name, "canonical", canonical.length, rows.get(0), rows.get(1));
            byte[] view = TestingForms.view(canonical);
            rows.add(looks.view(view, TestingLooks.decoder()));
            row(name, "view", view.length, rows.get(1), rows.get(2));
        } catch (TaskFailure | IllegalArgumentException | SceneException refused) {
            System.out.printf("%-34s %s%n", name, refused.getMessage());
        }
        if (!rows.isEmpty()) {
            ImageIO.write(sheet(rows), "png", sheets.resolve(name + ".png").toFile());
        }
    }

    private static void row(
            String model, String form, int bytes, List<TestingPixels> before, List<TestingPixels> after) {
        PictureDifference worst = TestingForms.worst(before, after);
        String angle = "";
        for (int i = 0; i < before.size(); i++) {
            if (PictureDifference.of(before.get(i), after.get(i)).whole() == worst.whole()) {
                angle = TestingLooks.ANGLES.get(i);
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%-34s %-10s %9d %8.3f%% %8.3f%%  %s%n",
                model,
                form,
                bytes,
                worst.whole() * 100,
                worst.drawn() * 100,
                angle);
    }

    /** One form a row, one angle a column. */
    private static BufferedImage sheet(List<List<TestingPixels>> rows) {
        var sheet =
                new BufferedImage(THUMB * TestingLooks.ANGLES.size(), THUMB * rows.size(), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = sheet.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
        for (int row = 0; row < rows.size(); row++) {
            for (int column = 0; column < rows.get(row).size(); column++) {
                BufferedImage picture = rows.get(row).get(column).image();
                graphics.drawImage(picture, column * THUMB, row * THUMB, THUMB, THUMB, null);
            }
        }
        graphics.dispose();
        return sheet;
    }
}
