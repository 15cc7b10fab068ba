// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.gltf.ImageHeader;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.Image;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.HexFormat;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class ImageFitTest {

    @Test
    void scalesDownToTheEdgeAndKeepsTheShape() throws IOException {
        Image fit = ImageFit.within(png(new BufferedImage(400, 100, BufferedImage.TYPE_INT_RGB)), 200);

        assertThat(fit.mime()).isEqualTo("image/jpeg");
        BufferedImage image = ImageIO.read(fit.bytes().stream());
        assertThat(image.getWidth()).isEqualTo(200);
        assertThat(image.getHeight()).isEqualTo(50);
        assertThat(fit.width()).isEqualTo(200);
    }

    @Test
    void readsALargePictureInPart() throws IOException {
        Image large = png(new BufferedImage(8000, 4000, BufferedImage.TYPE_BYTE_GRAY));
        long before = allocated();

        Image fit = ImageFit.within(large, 512);

        assertThat(allocated() - before).isLessThan(16 << 20);
        assertThat(fit.width()).isEqualTo(512);
        assertThat(fit.height()).isEqualTo(256);
    }

    @Test
    void neverScalesUp() {
        assertThat(ImageFit.within(TestingImages.disc(64), 1024).width()).isEqualTo(64);
    }

    @Test
    void putsWhiteBehindWhatIsTransparent() throws IOException {
        Image fit = ImageFit.within(png(new BufferedImage(32, 32, BufferedImage.TYPE_INT_ARGB)), 32);

        assertThat(ImageIO.read(fit.bytes().stream()).getRGB(16, 16)).isEqualTo(0xffffffff);
    }

    @Test
    void leavesWhatItCannotDecode() {
        Image broken = new Image("image/png", Bytes.of(new byte[100]), null, null);

        assertThat(ImageFit.within(broken, 32)).isSameAs(broken);
    }

    /** A WebP is held as a whole, so one of more than 16 megapixels is not decoded at all. */
    @Test
    void decodesNoWebpThatWouldTakeMoreThanItMay() {
        byte[] header = HexFormat.of().parseHex("524946461a000000574542505650384c0d0000002fff1fff0700000000000000");
        Image large = new Image("image/webp", Bytes.of(header), null, null);
        assertThat(ImageHeader.read(large.bytes())).isEqualTo(new ImageHeader("image/webp", 8192, 8189, 1));

        long before = allocated();
        assertThat(ImageFit.within(large, 512)).isSameAs(large);
        assertThat(allocated() - before).isLessThan(1 << 20);
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    private static Image png(BufferedImage image) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return new Image("image/png", Bytes.of(out.toByteArray()), image.getWidth(), image.getHeight());
    }
}
