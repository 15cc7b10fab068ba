// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.projection.picture;

import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.Image;
import java.awt.AlphaComposite;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.Polygon;
import java.awt.RadialGradientPaint;
import java.awt.RenderingHints;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Draws objects and backgrounds on a canvas of 1,000 by 1,000 units, whatever its pixels; the object alone is the truth of a cut-out. */
public final class TestingDrawing {

    /** Draws one thing. */
    @FunctionalInterface
    public interface Part {
        void on(Graphics2D canvas);

        default Part then(Part next) {
            return canvas -> {
                on(canvas);
                next.on(canvas);
            };
        }
    }

    /** A mug whose handle has a hole. */
    public static final Part MUG = canvas -> {
        Area mug = new Area(new RoundRectangle2D.Double(220, 220, 400, 560, 60, 60));
        Area handle = new Area(new Ellipse2D.Double(520, 320, 300, 340));
        handle.subtract(new Area(new Ellipse2D.Double(590, 400, 150, 180)));
        handle.subtract(mug);
        canvas.setPaint(new GradientPaint(220, 0, new Color(170, 40, 30), 620, 0, new Color(90, 20, 60)));
        canvas.fill(mug);
        canvas.setColor(new Color(120, 30, 40));
        canvas.fill(handle);
    };

    /** A chair: a seat, a back with three gaps and legs of 14 units. */
    public static final Part CHAIR = canvas -> {
        canvas.setColor(new Color(110, 70, 35));
        canvas.fill(new Rectangle2D.Double(260, 480, 480, 50));
        for (double x : new double[] {262, 360, 628, 724}) {
            canvas.fill(new Rectangle2D.Double(x, 530, 14, 380));
        }
        canvas.setColor(new Color(90, 55, 25));
        for (double x : new double[] {262, 410, 560, 714}) {
            canvas.fill(new Rectangle2D.Double(x, 110, 24, 370));
        }
        canvas.fill(new Rectangle2D.Double(262, 90, 476, 40));
    };

    /** A radio with an antenna of 6 units: 3 pixels of 512. */
    public static final Part RADIO = canvas -> {
        canvas.setColor(new Color(30, 60, 80));
        canvas.fill(new RoundRectangle2D.Double(150, 520, 700, 380, 50, 50));
        canvas.setColor(new Color(200, 180, 90));
        canvas.fill(new Ellipse2D.Double(220, 600, 220, 220));
        canvas.setColor(new Color(60, 60, 60));
        canvas.setStroke(new BasicStroke(6));
        canvas.draw(new Line2D.Double(750, 525, 900, 90));
    };

    /** A white vase, shaded from 244 in the middle to 214 at its sides. */
    public static final Part WHITE_VASE = canvas -> {
        canvas.setPaint(new RadialGradientPaint(
                500, 500, 420, new float[] {0, 1}, new Color[] {new Color(244, 244, 244), new Color(214, 214, 214)}));
        Area vase = new Area(new Ellipse2D.Double(280, 360, 440, 500));
        vase.add(new Area(new Rectangle2D.Double(410, 140, 180, 300)));
        canvas.fill(vase);
    };

    /** A bottle: narrow above, wide below. */
    public static final Part BOTTLE = canvas -> {
        canvas.setColor(new Color(20, 110, 60));
        canvas.fill(new RoundRectangle2D.Double(350, 400, 300, 500, 60, 60));
        canvas.fill(new RoundRectangle2D.Double(445, 100, 110, 330, 20, 20));
    };

    /** An arrow to the right: not its own mirror image. */
    public static final Part ARROW = canvas -> {
        canvas.setColor(new Color(40, 40, 160));
        canvas.fill(new Polygon(
                new int[] {150, 480, 480, 860, 480, 480, 150}, new int[] {430, 430, 180, 500, 820, 570, 570}, 7));
    };

    private TestingDrawing() {}

    /** Return a background of one colour. */
    public static Part plain(int rgb) {
        return canvas -> {
            canvas.setColor(new Color(rgb));
            canvas.fill(new Rectangle2D.Double(0, 0, 1000, 1000));
        };
    }

    /** Return a background that goes from one colour above left to another below right. */
    public static Part gradient(int from, int to) {
        return canvas -> {
            canvas.setPaint(new GradientPaint(0, 0, new Color(from), 1000, 1000, new Color(to)));
            canvas.fill(new Rectangle2D.Double(0, 0, 1000, 1000));
        };
    }

    /** Return a soft shadow, an ellipse on the ground. */
    public static Part shadow() {
        return canvas -> {
            var at = canvas.getTransform();
            canvas.translate(0, 870 * 0.85);
            canvas.scale(1, 0.15);
            canvas.setPaint(new RadialGradientPaint(
                    500, 870, 430, new float[] {0, 1}, new Color[] {new Color(0, 0, 0, 90), new Color(0, 0, 0, 0)}));
            canvas.fill(new Rectangle2D.Double(0, 0, 1000, 2000));
            canvas.setTransform(at);
        };
    }

    /** Return many coloured rectangles. */
    public static Part busy() {
        return canvas -> {
            Random random = new Random(7);
            for (int i = 0; i < 900; i++) {
                canvas.setColor(new Color(random.nextInt(0x1000000)));
                canvas.fill(new Rectangle2D.Double(
                        random.nextInt(1000) - 40,
                        random.nextInt(1000) - 40,
                        40 + random.nextInt(120),
                        40 + random.nextInt(120)));
            }
        };
    }

    /** Return a part elsewhere and in another size: units times {@code scale}, then moved. */
    public static Part moved(Part part, double scale, double x, double y) {
        return canvas -> {
            var at = canvas.getTransform();
            canvas.translate(x, y);
            canvas.scale(scale, scale);
            part.on(canvas);
            canvas.setTransform(at);
        };
    }

    /** Return a part seen from behind. */
    public static Part mirrored(Part part) {
        return canvas -> {
            var at = canvas.getTransform();
            canvas.translate(1000, 0);
            canvas.scale(-1, 1);
            part.on(canvas);
            canvas.setTransform(at);
        };
    }

    /** Draw on nothing. */
    public static BufferedImage draw(Part part, int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        Graphics2D canvas = image.createGraphics();
        canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        canvas.setComposite(AlphaComposite.SrcOver);
        canvas.scale(width / 1000.0, height / 1000.0);
        part.on(canvas);
        canvas.dispose();
        return image;
    }

    /** Draw a square on nothing. */
    public static BufferedImage draw(Part part, int size) {
        return draw(part, size, size);
    }

    /** Copy into another type of image, opaque. */
    public static BufferedImage as(BufferedImage image, int type) {
        BufferedImage copy = new BufferedImage(image.getWidth(), image.getHeight(), type);
        Graphics2D canvas = copy.createGraphics();
        canvas.drawImage(image, 0, 0, null);
        canvas.dispose();
        return copy;
    }

    /** Encode as PNG. */
    public static Image png(BufferedImage image) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", out);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return new Image("image/png", Bytes.of(out.toByteArray()), null, null);
    }

    /** Encode as JPEG. */
    public static Image jpeg(BufferedImage image, double quality) {
        boolean grey = image.getType() == BufferedImage.TYPE_BYTE_GRAY;
        return jpeg(new IIOImage(grey ? image : as(image, BufferedImage.TYPE_3BYTE_BGR), null, null), quality);
    }

    /** Encode samples as JPEG; of four bands it makes CMYK. */
    static Image jpeg(IIOImage image, double quality) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (var stream = new MemoryCacheImageOutputStream(out)) {
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            parameters.setCompressionQuality((float) quality);
            writer.setOutput(stream);
            writer.write(null, image, parameters);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } finally {
            writer.dispose();
        }
        return new Image("image/jpeg", Bytes.of(out.toByteArray()), null, null);
    }

    /** Return the pixels, as a picture that is uploaded has them. */
    static Raster raster(BufferedImage image) {
        return Raster.decode(png(image));
    }
}
