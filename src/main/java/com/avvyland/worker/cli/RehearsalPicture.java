// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import com.avvyland.worker.projection.picture.LocalCutout;
import com.avvyland.worker.projection.picture.Raster;
import com.avvyland.worker.task.Image;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;

/** Makes what a rehearsal calls pictures: the input in another tint, labelled, so that nobody takes it for a result. */
final class RehearsalPicture {

    /** Nothing behind the subject is lighter than this, of 255. */
    private static final int WHITE = 235;

    private RehearsalPicture() {}

    /**
     * Return the input tinted and labelled on its subject; mirrored where the words ask for the back, as an outline is seen
     * from there.
     *
     * @param prompt the default pack's words
     */
    static Image painted(Image input, String prompt) {
        Raster shown = Raster.decode(input).on(0xffffff);
        boolean back = prompt.contains("back view");
        BufferedImage canvas = new BufferedImage(shown.width(), shown.height(), BufferedImage.TYPE_INT_RGB);
        Rectangle2D subject = new Rectangle2D.Double(shown.width() / 2.0, shown.height() / 2.0, 0, 0);
        for (int y = 0; y < shown.height(); y++) {
            for (int x = 0; x < shown.width(); x++) {
                int from = back ? shown.width() - 1 - x : x;
                int pixel = shown.argb()[y * shown.width() + from];
                if (!light(pixel)) {
                    subject.add(x, y);
                }
                canvas.setRGB(x, y, light(pixel) ? pixel : tinted(pixel));
            }
        }
        label(canvas, subject);
        return raster(canvas).png();
    }

    /** Return the input with its plain background taken away; where it has none, an ellipse of it. */
    static Image cut(Image input) {
        Raster shown = Raster.decode(input);
        return LocalCutout.cut(shown).orElseGet(() -> ellipse(shown)).png();
    }

    private static boolean light(int pixel) {
        return (pixel >> 16 & 255) > WHITE && (pixel >> 8 & 255) > WHITE && (pixel & 255) > WHITE;
    }

    /** Half the pixel, half violet: far from any input, and from white. */
    private static int tinted(int pixel) {
        int red = ((pixel >> 16 & 255) + 120) / 2;
        int green = ((pixel >> 8 & 255) + 60) / 2;
        int blue = ((pixel & 255) + 170) / 2;
        return red << 16 | green << 8 | blue;
    }

    private static void label(BufferedImage canvas, Rectangle2D subject) {
        Graphics2D graphics = canvas.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        String text = "REHEARSAL";
        graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 100));
        double wide = graphics.getFontMetrics().getStringBounds(text, graphics).getWidth();
        float size = (float) Math.max(8, Math.min(100 * subject.getWidth() * 0.6 / wide, subject.getHeight() / 3));
        graphics.setFont(graphics.getFont().deriveFont(size));
        Rectangle2D box = graphics.getFontMetrics().getStringBounds(text, graphics);
        double x = subject.getCenterX() - box.getWidth() / 2;
        double y = subject.getCenterY() + size / 3;
        graphics.setColor(new Color(40, 10, 70));
        graphics.fill(new Rectangle2D.Double(x - size / 5, y - size, box.getWidth() + size * 0.4, size * 1.3));
        graphics.setColor(new Color(225, 205, 245));
        graphics.drawString(text, (float) x, (float) y);
        graphics.dispose();
    }

    private static Raster ellipse(Raster shown) {
        int[] cut = shown.argb().clone();
        for (int i = 0; i < cut.length; i++) {
            double x = 2.0 * (i % shown.width()) / shown.width() - 1;
            double y = 2.0 * (i / shown.width()) / shown.height() - 1;
            if (x * x + y * y > 0.8) {
                cut[i] = 0;
            }
        }
        return new Raster(shown.width(), shown.height(), cut);
    }

    private static Raster raster(BufferedImage canvas) {
        int width = canvas.getWidth();
        int[] pixels = canvas.getRGB(0, 0, width, canvas.getHeight(), null, 0, width);
        return new Raster(width, canvas.getHeight(), pixels);
    }
}
