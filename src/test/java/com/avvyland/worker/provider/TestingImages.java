// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider;

import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.Image;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;

/** Draws small pictures. */
public final class TestingImages {

    private TestingImages() {}

    /** Return a PNG of a red disc on white. */
    public static Image disc(int size) {
        return new Image("image/png", Bytes.of(draw(size, Color.RED, BufferedImage.TYPE_INT_RGB)), size, size);
    }

    /** Return the PNG of a disc of a colour on nothing, as a cut-out is. */
    public static byte[] png(int size, Color color) {
        return draw(size, color, BufferedImage.TYPE_INT_ARGB);
    }

    private static byte[] draw(int size, Color color, int type) {
        BufferedImage image = new BufferedImage(size, size, type);
        Graphics2D graphics = image.createGraphics();
        if (type == BufferedImage.TYPE_INT_RGB) {
            graphics.setColor(Color.WHITE);
            graphics.fillRect(0, 0, size, size);
        }
        graphics.setColor(color);
        graphics.fillOval(size / 4, size / 4, size / 2, size / 2);
        graphics.dispose();
        return write(image);
    }

    /** Return the PNG of one colour. */
    public static byte[] blank(int size) {
        return write(new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB));
    }

    private static byte[] write(BufferedImage image) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", out);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return out.toByteArray();
    }
}
