// SPDX-License-Identifier: Apache-2.0
import com.avvyland.worker.projection.picture.LocalChecks;
import com.avvyland.worker.projection.picture.LocalCutout;
import com.avvyland.worker.projection.picture.Preparation;
import com.avvyland.worker.projection.picture.Prepared;
import com.avvyland.worker.projection.picture.Raster;
import com.avvyland.worker.projection.picture.Relation;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.Image;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import javax.imageio.ImageIO;

/** Times the local stages on one thread: {@code ProjectionBench [RUNS]}; medians of RUNS after as many rounds before. */
public final class ProjectionBench {

    private interface Work {
        Object run() throws Exception;
    }

    private static int runs = 11;
    private static double plain;

    public static void main(String... args) throws Exception {
        runs = args.length > 0 ? Integer.parseInt(args[0]) : runs;
        System.out.printf("%-6s %-34s %9s %9s %7s %7s%n", "pixels", "stage", "wall_ms", "cpu_ms", "MP/s", "ratio");
        for (int size : new int[] {1024, 2048}) {
            Image source = png(picture(size));
            byte[] bytes = source.bytes().toByteArray();
            plain = 0;
            row(size, "ImageIO PNG decode + encode", () -> png(ImageIO.read(Bytes.of(bytes).stream())));
            row(size, "decode", () -> Raster.decode(source));
            Raster raster = Raster.decode(source);
            row(size, "cut out", () -> LocalCutout.cut(raster).orElseThrow());
            Raster cut = LocalCutout.cut(raster).orElseThrow();
            row(size, "prepare, 1024", () -> Preparation.prepare(cut, 1024));
            Prepared prepared = Preparation.prepare(cut, 1024);
            row(size, "checks", () -> LocalChecks.check(prepared.silhouette(), prepared.image(), source, Relation.MIRRORED));
            row(size, "total", () -> {
                Prepared made = Preparation.prepare(LocalCutout.cut(Raster.decode(source)).orElseThrow(), 1024);
                return LocalChecks.check(made.silhouette(), made.image(), source, Relation.MIRRORED);
            });
        }
    }

    private static void row(int size, String stage, Work work) throws Exception {
        var threads = ManagementFactory.getThreadMXBean();
        double[] wall = new double[runs];
        double[] cpu = new double[runs];
        for (int i = -runs; i < runs; i++) {
            long cpuStart = threads.getCurrentThreadCpuTime();
            long start = System.nanoTime();
            work.run();
            if (i >= 0) {
                wall[i] = (System.nanoTime() - start) / 1e6;
                cpu[i] = (threads.getCurrentThreadCpuTime() - cpuStart) / 1e6;
            }
        }
        Arrays.sort(wall);
        Arrays.sort(cpu);
        double median = cpu[runs / 2];
        plain = plain == 0 ? median : plain;
        System.out.println(String.format(
                Locale.ROOT, "%-6d %-34s %9.1f %9.1f %7.1f %7.2f", size, stage, wall[runs / 2], median, size * size / 1e3 / wall[runs / 2], median / plain));
    }

    /** A shaded pot with a handle on a grey gradient, with a camera's noise. */
    private static BufferedImage picture(int size) {
        BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = image.createGraphics();
        canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        canvas.scale(size / 1000.0, size / 1000.0);
        canvas.setPaint(new GradientPaint(0, 0, new Color(0xf4f4f4), 1000, 1000, new Color(0xd8dce0)));
        canvas.fillRect(0, 0, 1000, 1000);
        canvas.setPaint(new GradientPaint(200, 0, new Color(0xb03020), 700, 0, new Color(0x502040)));
        canvas.fillRoundRect(200, 250, 450, 560, 80, 80);
        canvas.setStroke(new java.awt.BasicStroke(50));
        canvas.drawOval(560, 350, 220, 300);
        canvas.dispose();
        Random random = new Random(3);
        for (int i = 0; i < size * size; i++) {
            int noise = random.nextInt(3) * 0x010101;
            image.setRGB(i % size, i / size, (image.getRGB(i % size, i / size) & 0xffffff) + noise);
        }
        return image;
    }

    private static Image png(BufferedImage image) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return new Image("image/png", Bytes.of(out.toByteArray()), image.getWidth(), image.getHeight());
    }

    private ProjectionBench() {}
}
