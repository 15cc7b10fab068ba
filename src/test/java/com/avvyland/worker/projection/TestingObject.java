// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.projection;

import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.Image;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** Draws a watering can, from its side or from its back, as a camera or a model of images would deliver it. */
public final class TestingObject {

    private TestingObject() {}

    /** Return the can from its side, with spout and handle, on plain grey: a producer's source picture. */
    public static Image source() {
        return image(side(640, 480, new Color(235, 235, 230), new Color(40, 90, 160)));
    }

    /** Return the can from its back, on white, in a shade of the test's own. */
    public static Image back(int shade) {
        return image(back(512, Color.WHITE, new Color(40, 90, 120 + shade)));
    }

    /** Return the can from its side on white, as a model of images paints it again. */
    public static Image side() {
        return image(side(640, 480, Color.WHITE, new Color(48, 96, 170)));
    }

    /** Return the same from the other side. */
    public static Image otherSide() {
        BufferedImage side = side(640, 480, Color.WHITE, new Color(44, 92, 165));
        BufferedImage turned = new BufferedImage(640, 480, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = turned.createGraphics();
        graphics.drawImage(side, 640, 0, -640, 480, null);
        graphics.dispose();
        return image(turned);
    }

    /** Return a picture in other colours, its whites kept: what a model of images makes of the same side. */
    public static byte[] repainted(byte[] picture) {
        try {
            BufferedImage shown = ImageIO.read(new ByteArrayInputStream(picture));
            BufferedImage canvas = new BufferedImage(shown.getWidth(), shown.getHeight(), BufferedImage.TYPE_INT_RGB);
            for (int y = 0; y < shown.getHeight(); y++) {
                for (int x = 0; x < shown.getWidth(); x++) {
                    int pixel = shown.getRGB(x, y);
                    canvas.setRGB(x, y, pixel << 8 & 0xffff00 | pixel >> 16 & 0xff);
                }
            }
            return image(canvas).bytes().toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Return a picture without anything in it but noise that no eye sees. */
    public static Image blank() {
        BufferedImage canvas = new BufferedImage(512, 512, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 512; y++) {
            for (int x = 0; x < 512; x++) {
                canvas.setRGB(x, y, (x + y) % 7 == 0 ? 0xfefefe : 0xffffff);
            }
        }
        return image(canvas);
    }

    private static BufferedImage side(int width, int height, Color behind, Color paint) {
        BufferedImage canvas = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = graphics(canvas, behind);
        graphics.setColor(paint);
        graphics.fillRoundRect(width / 3, height / 3, width / 3, height / 2, 30, 30);
        graphics.fillPolygon(
                new int[] {2 * width / 3 - 10, 9 * width / 10, 9 * width / 10, 2 * width / 3 - 10},
                new int[] {height / 2, height / 3, height / 3 + 20, height / 2 + 60},
                4);
        graphics.setStroke(new java.awt.BasicStroke(18));
        graphics.drawOval(width / 6, height / 2 - 60, width / 5, height / 4);
        graphics.setColor(paint.darker());
        graphics.fillRect(width / 3, height / 3 + 20, width / 3, 16);
        graphics.dispose();
        return canvas;
    }

    private static BufferedImage back(int size, Color behind, Color paint) {
        BufferedImage canvas = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = graphics(canvas, behind);
        graphics.setColor(paint);
        graphics.fillRoundRect(size / 4, size / 5, size / 2, 3 * size / 5, 30, 30);
        graphics.setColor(paint.brighter());
        graphics.fillRect(size / 2 - 12, size / 4, 24, size / 2);
        graphics.setColor(paint.darker());
        graphics.fillRect(size / 4, size / 4 + 20, size / 2, 16);
        graphics.dispose();
        return canvas;
    }

    private static Graphics2D graphics(BufferedImage canvas, Color behind) {
        Graphics2D graphics = canvas.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setColor(behind);
        graphics.fillRect(0, 0, canvas.getWidth(), canvas.getHeight());
        return graphics;
    }

    private static Image image(BufferedImage canvas) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(canvas, "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Image("image/png", Bytes.of(out.toByteArray()), canvas.getWidth(), canvas.getHeight());
    }
}
