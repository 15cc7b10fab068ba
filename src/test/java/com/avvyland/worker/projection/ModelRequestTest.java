// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.avvyland.worker.projection.picture.Raster;
import com.avvyland.worker.provider.ProviderRequest;
import com.avvyland.worker.provider.TestingImages;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.Image;
import com.avvyland.worker.task.TaskFailure;
import com.avvyland.worker.testing.TestingTetrahedron;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelRequestTest {

    private static final Image DISC = TestingImages.disc(128);

    private final ModelRequest station = new ModelRequest();

    @Test
    void asksForPbrMapsOfTheFront() {
        ProviderRequest.Model request = request(null, "front");

        assertThat(request.front()).isEqualTo(DISC);
        assertThat(request.views()).isEmpty();
        assertThat(request.faces()).isNull();
        assertThat(request.pbr()).isTrue();
    }

    @Test
    void sendsALargePictureAsAJpegThatEveryProviderTakes() {
        int[] noise = new Random(7)
                .ints(2400 * 1200)
                .map(pixel -> 0xff000000 | pixel & 0x3f3f3f)
                .toArray();
        Image large = new Raster(2400, 1200, noise).png();
        assertThat(large.bytes().length()).isGreaterThan(1 << 20);

        Image sent = request(List.of(large, DISC)).front();

        assertThat(sent.mime()).isEqualTo("image/jpeg");
        assertThat(sent.width()).isEqualTo(2048);
        assertThat(sent.bytes().length()).isLessThan(large.bytes().length());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            back   | back
            left   | left
            right  | right
            top    | top
            bottom | bottom
            180,0  | back
            -180,0 | back
            -90,0  | left
            270,0  | left
            90.0,0 | right
            45,0   | right_front
            -45,0  | left_front
            315,0  | left_front
            0,90   | top
            0,-90  | bottom
            """)
    void namesASideByItsDirection(String view, String side) {
        assertThat(request(null, "front", view).views()).isEqualTo(Map.of(side, DISC));
    }

    @Test
    void takesTheFrontByItsDegrees() {
        assertThat(request(null, "360,0", "back").views()).containsOnlyKeys("back");
    }

    @ParameterizedTest
    @ValueSource(strings = {"three_quarter", "44,0", "135,0", "225,0", "0,45", "90,1", "90,90", "0.5,0"})
    void refusesADirectionThatNoProviderKnows(String view) {
        assertInvalid(List.of("front", view), "views[1].view: " + view + " (expected: front, back, left");
    }

    @Test
    void refusesATaskThatDoesNotBeginWithTheFront() {
        assertInvalid(List.of("back", "front"), "views[0].view: back (expected: front)");
        assertInvalid(List.of(), "views: none (expected: front)");
    }

    @Test
    void refusesASideThatIsThereTwice() {
        assertInvalid(List.of("front", "left", "-90,0"), "views[2].view: -90,0 again (expected: each side once)");
        assertInvalid(List.of("front", "front"), "views[1].view: front again");
    }

    @ParameterizedTest
    @CsvSource({"1,3000", "3000,3000", "20000,20000", "1500000,1500000"})
    void asksForNoFewerFacesThanCanBeMade(int wanted, int asked) {
        assertThat(request(wanted, "front").faces()).isEqualTo(asked);
    }

    @Test
    void tellsAnImageByItsContent() {
        Image lying = new Image("image/webp", DISC.bytes(), 1, 1);

        assertThat(station.request(TestingModelTask.of(null, List.of("front"), List.of(lying)))
                        .front())
                .isEqualTo(DISC);
    }

    @Test
    void refusesWhatIsNoImage() {
        assertImage(TestingTetrahedron.obj(), "views[1].image: unknown content (expected: a PNG, JPEG or WebP)");
        byte[] ktx2 = new byte[80];
        ByteBuffer.wrap(ktx2).putLong(0, 0xab4b5458203230bbL);
        assertImage(ktx2, "views[1].image: image/ktx2 (expected: a PNG, JPEG or WebP)");
    }

    @Test
    void refusesAnImageOfASizeThatNobodyDecodes() {
        assertImage(png(63, 64), "views[1].image: 63 x 64 pixels");
        assertImage(png(16_385, 64), "views[1].image: 16385 x 64 pixels");
        assertImage(png(8193, 8192), "views[1].image: 8193 x 8192 pixels");
        assertImage(png(-1, -1), "views[1].image: 4294967295 x 4294967295 pixels");
        assertThat(request(List.of(DISC, image(png(8192, 8192)))).views()).hasSize(1);
    }

    /** The header alone: what follows is not looked at. */
    private static byte[] png(int width, int height) {
        return ByteBuffer.allocate(33)
                .putLong(0x89504e470d0a1a0aL)
                .putInt(13)
                .putInt(0x49484452)
                .putInt(width)
                .putInt(height)
                .array();
    }

    private void assertImage(byte[] content, String message) {
        TaskFailure failure = catchThrowableOfType(TaskFailure.class, () -> request(List.of(DISC, image(content))));
        assertThat(failure.code()).isEqualTo(FailureCode.INVALID_PAYLOAD);
        assertThat(failure).hasMessageStartingWith(message);
    }

    private void assertInvalid(List<String> views, String message) {
        TaskFailure failure =
                catchThrowableOfType(TaskFailure.class, () -> request(null, views.toArray(String[]::new)));
        assertThat(failure.code()).isEqualTo(FailureCode.INVALID_PAYLOAD);
        assertThat(failure).hasMessageStartingWith(message);
    }

    private static Image image(byte[] content) {
        return new Image("image/png", Bytes.of(content), null, null);
    }

    private ProviderRequest.Model request(List<Image> images) {
        return station.request(TestingModelTask.of(null, List.of("front", "back"), images));
    }

    private ProviderRequest.Model request(@Nullable Integer faces, String... views) {
        List<Image> images = new ArrayList<>();
        List.of(views).forEach(view -> images.add(DISC));
        return station.request(TestingModelTask.of(faces, List.of(views), images));
    }
}
