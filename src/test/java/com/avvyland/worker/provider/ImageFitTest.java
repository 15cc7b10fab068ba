// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.Image;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
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
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();

        Image fit = ImageFit.within(large, 512);

        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(16 << 20);
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

    private static Image png(BufferedImage image) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return new Image("image/png", Bytes.of(out.toByteArray()), image.getWidth(), image.getHeight());
    }
}
