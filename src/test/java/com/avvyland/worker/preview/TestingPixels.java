// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.preview;

import com.avvyland.worker.task.Bytes;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** Reads an image with ImageIO, an implementation that shares nothing with the browser's encoder. */
public record TestingPixels(BufferedImage image) {

    public static TestingPixels of(Bytes encoded) {
        try {
            return new TestingPixels(ImageIO.read(encoded.stream()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int alpha(int x, int y) {
        return image.getRGB(x, y) >>> 24;
    }

    /** Name the colour of a pixel by which channels are strong. */
    public String hue(int x, int y) {
        int rgb = image.getRGB(x, y);
        int red = rgb >> 16 & 255;
        int green = rgb >> 8 & 255;
        int blue = rgb & 255;
        int strong = (Math.max(red, Math.max(green, blue)) + Math.min(red, Math.min(green, blue))) / 2;
        return switch ((red > strong ? 4 : 0) + (green > strong ? 2 : 0) + (blue > strong ? 1 : 0)) {
            case 4 -> "red";
            case 2 -> "green";
            case 1 -> "blue";
            case 6 -> "yellow";
            case 5 -> "magenta";
            case 3 -> "cyan";
            default -> "grey";
        };
    }

    public String hueOfCenter() {
        return hue(image.getWidth() / 2, image.getHeight() / 2);
    }

    /** Return what is not fully transparent. */
    public Rectangle drawn() {
        var bounds = new Rectangle(-1, -1);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                if (alpha(x, y) != 0) {
                    bounds.add(new Rectangle(x, y, 1, 1));
                }
            }
        }
        return bounds;
    }

    /** Tell whether what is drawn keeps clear of every edge: nothing is cropped. */
    public boolean whole() {
        Rectangle drawn = drawn();
        return drawn.x > 0 && drawn.y > 0 && drawn.getMaxX() < image.getWidth() && drawn.getMaxY() < image.getHeight();
    }
}
