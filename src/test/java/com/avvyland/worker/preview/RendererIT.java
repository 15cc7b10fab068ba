// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.preview;

import static com.avvyland.worker.preview.TestingPreviews.config;
import static com.avvyland.worker.preview.TestingPreviews.options;
import static com.avvyland.worker.preview.TestingPreviews.render;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.avvyland.worker.source.Model;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.ImageMime;
import com.avvyland.worker.task.Preview;
import com.avvyland.worker.task.PreviewOptions;
import com.avvyland.worker.task.TaskFailure;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RendererIT {

    private static RendererPool pool;

    @BeforeAll
    static void start() {
        pool = new RendererPool(config(1, Duration.ofSeconds(60))).start();
    }

    @AfterAll
    static void stop() {
        pool.close();
    }

    @ParameterizedTest
    @CsvSource({"front, blue", "right, red", "back, yellow", "left, cyan", "top, green", "bottom, magenta"})
    void showsTheSideThatTheAngleNames(String angle, String hue) {
        var pixels = one(TestingBoxes.cube(), options(128, 128, angle));

        assertThat(pixels.hueOfCenter()).isEqualTo(hue);
    }

    @Test
    void standsUprightWithRightOnTheRight() {
        var pixels = one(TestingBoxes.cube(), options(256, 256, "three_quarter"));
        var drawn = pixels.drawn();

        assertThat(pixels.hue((int) drawn.getCenterX(), drawn.y + drawn.height / 6))
                .isEqualTo("green");
        assertThat(pixels.hue(drawn.x + drawn.width / 4, (int) drawn.getCenterY()))
                .isEqualTo("blue");
        assertThat(pixels.hue(drawn.x + drawn.width * 5 / 6, (int) drawn.getCenterY()))
                .isEqualTo("red");
    }

    @Test
    void showsTheFrontAtTheLowerEdgeFromAbove() {
        // Nearly from above: the strip of another side that is seen tells which way is up.
        var pixels = one(TestingBoxes.cube(), options(256, 256, "0,80"));
        var drawn = pixels.drawn();

        assertThat(pixels.hueOfCenter()).isEqualTo("green");
        assertThat(pixels.hue((int) drawn.getCenterX(), (int) drawn.getMaxY() - 3))
                .isEqualTo("blue");
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, 1, 0, 0, 0",
        "0.001, 0.001, 0.001, 0, 0, 0",
        "10000, 10000, 10000, 50000, -30000, 20000",
        "8, 1, 1, 3, 2, 1",
        "0.2, 6, 0.2, 0, -4, 0",
        "5, 0, 5, 0, 0, 0"
    })
    void framesAnySizeAndPlaceWhole(double x, double y, double z, double atX, double atY, double atZ) {
        Model box = TestingBoxes.colored(x, y, z, atX, atY, atZ);

        for (Preview preview : render(pool, box, options(200, 200, "three_quarter", "40,60", "-120,-20"))) {
            var pixels = TestingPixels.of(preview.bytes());
            var drawn = pixels.drawn();
            assertThat(pixels.whole()).as(preview.angle()).isTrue();
            assertThat(drawn.getCenterX()).isCloseTo(100, within(30.0));
            assertThat(drawn.getCenterY()).isCloseTo(100, within(30.0));
            assertThat(Math.max(drawn.width, drawn.height)).as(preview.angle()).isGreaterThan(100);
        }
    }

    @Test
    void keepsOneDistanceSoThatSizesCompare() {
        // 3 wide, 2 high, 1 deep: the front is as wide in the picture as the top is.
        List<Preview> previews =
                render(pool, TestingBoxes.colored(3, 2, 1, 0, 0, 0), options(300, 300, "front", "back"));

        assertThat(TestingPixels.of(previews.get(0).bytes()).drawn())
                .isEqualTo(TestingPixels.of(previews.get(1).bytes()).drawn());
        assertThat(TestingPixels.of(previews.get(0).bytes()).whole()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"64, 64", "320, 100", "90, 300"})
    void rendersTheSizeThatWasAskedFor(int width, int height) {
        Preview preview = render(pool, TestingBoxes.cube(), options(width, height, "three_quarter"))
                .getFirst();
        var pixels = TestingPixels.of(preview.bytes());

        assertThat(preview.width()).isEqualTo(width);
        assertThat(preview.height()).isEqualTo(height);
        assertThat(pixels.image().getWidth()).isEqualTo(width);
        assertThat(pixels.image().getHeight()).isEqualTo(height);
        assertThat(pixels.whole()).isTrue();
        assertThat(pixels.drawn().height + pixels.drawn().width).isGreaterThan(Math.min(width, height));
    }

    @Test
    void drawsLargeImagesInTilesThatMeet() {
        var small = one(TestingBoxes.cube(), options(1024, 1024, "three_quarter"));
        var large = one(TestingBoxes.cube(), options(3000, 3000, "three_quarter"));

        int samples = 0;
        int different = 0;
        for (int y = 20; y < 1024; y += 11) {
            for (int x = 20; x < 1024; x += 11) {
                samples++;
                int largeX = x * 3000 / 1024;
                int largeY = y * 3000 / 1024;
                boolean same = small.alpha(x, y) == large.alpha(largeX, largeY)
                        && (small.alpha(x, y) == 0 || small.hue(x, y).equals(large.hue(largeX, largeY)));
                different += same ? 0 : 1;
            }
        }
        // Only along the edges, where one pixel of the small image is nine of the large one.
        assertThat(different).isLessThan(samples / 100);
    }

    @Test
    void leavesTheBackgroundTransparentAndTheModelOpaque() {
        var pixels = one(TestingBoxes.cube(), options(ImageMime.PNG, "transparent"));

        assertThat(pixels.alpha(0, 0)).isZero();
        assertThat(pixels.alpha(127, 0)).isZero();
        assertThat(pixels.alpha(0, 127)).isZero();
        assertThat(pixels.alpha(127, 127)).isZero();
        assertThat(pixels.alpha(64, 64)).isEqualTo(255);
    }

    @Test
    void smoothsItsEdges() {
        var pixels = one(TestingBoxes.cube(), options(128, 128, "20,15"));

        long between = 0;
        for (int y = 0; y < 128; y++) {
            for (int x = 0; x < 128; x++) {
                between += pixels.alpha(x, y) % 255 == 0 ? 0 : 1;
            }
        }
        assertThat(between).isGreaterThan(50);
    }

    @ParameterizedTest
    @CsvSource({"#123456, 123456", "'rgb(18, 52, 86)', 123456", "white, ffffff", "#0f0, 00ff00"})
    void laysTheModelOverAColour(String background, String hex) {
        var pixels = one(TestingBoxes.cube(), options(ImageMime.PNG, background));

        assertThat(pixels.image().getRGB(1, 1)).isEqualTo(0xff000000 | Integer.parseInt(hex, 16));
        assertThat(pixels.hueOfCenter()).isEqualTo("blue");
    }

    @Test
    void encodesWhatTheTaskAsksFor() {
        byte[] png = bytes(options(ImageMime.PNG, null));
        byte[] jpeg = bytes(options(ImageMime.JPEG, null));
        byte[] webp = bytes(options(ImageMime.WEBP, null));

        assertThat(png).startsWith(0x89, 'P', 'N', 'G');
        assertThat(jpeg).startsWith(0xff, 0xd8, 0xff);
        assertThat(new String(webp, 0, 4, StandardCharsets.US_ASCII)).isEqualTo("RIFF");
        assertThat(new String(webp, 8, 4, StandardCharsets.US_ASCII)).isEqualTo("WEBP");
    }

    @Test
    void laysAJpegWithoutBackgroundOnWhite() {
        var pixels = one(TestingBoxes.cube(), options(ImageMime.JPEG, "transparent"));

        assertThat(pixels.image().getRGB(2, 2)).isEqualTo(0xffffffff);
    }

    @Test
    void rendersAllAnglesInOneLoadInTheirOrder() {
        List<Preview> previews =
                render(pool, TestingBoxes.cube(), options(64, 64, "top", "front", "12.5,-30", "right"));

        assertThat(previews).extracting(Preview::angle).containsExactly("top", "front", "12.5,-30", "right");
        assertThat(previews)
                .extracting(preview -> TestingPixels.of(preview.bytes()).hueOfCenter())
                .startsWith("green", "blue")
                .endsWith("red");
    }

    @Test
    void showsTheTextureRightWayUp() {
        var pixels = one(TestingTextures.quad(), options(128, 128, "front"));
        var drawn = pixels.drawn();
        int left = drawn.x + drawn.width / 4;
        int right = drawn.x + drawn.width * 3 / 4;
        int upper = drawn.y + drawn.height / 4;
        int lower = drawn.y + drawn.height * 3 / 4;

        assertThat(pixels.hue(left, upper)).isEqualTo("red");
        assertThat(pixels.hue(right, upper)).isEqualTo("green");
        assertThat(pixels.hue(left, lower)).isEqualTo("blue");
        assertThat(pixels.hue(right, lower)).isEqualTo("yellow");
    }

    @Test
    void readsTheResourcesOfAGltf() {
        Model model = TestingBoxes.external("bin/my%20box.bin", Map.of("bin/my box.bin", TestingBoxes.cubeBuffer()));

        assertThat(one(model, options(128, 128, "right")).hueOfCenter()).isEqualTo("red");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254/latest/meta-data",
                "//169.254.169.254/x",
                "../other/main.glb",
                "../../scene/main.mjs"
            })
    void refusesToLookOutside(String uri) {
        assertFails(
                TestingBoxes.external(uri, Map.of()),
                FailureCode.INVALID_MODEL,
                "(expected: a file of input_resources)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:///etc/passwd", "/scene/main.mjs", "absent.bin"})
    void findsNothingThatTheTaskDidNotBring(String uri) {
        assertFails(
                TestingBoxes.external(uri, Map.of()),
                FailureCode.INVALID_MODEL,
                "uri: " + uri + " (expected: a readable file of input_resources)");
    }

    @Test
    void namesWhatIsWrongWithAModel() {
        assertFails(model("glTF but not really"), FailureCode.INVALID_MODEL, "model: ");
        assertFails(model("{}"), FailureCode.INVALID_MODEL, "model: ");
        assertFails(
                model("{\"asset\":{\"version\":\"2.0\"},\"scenes\":[{\"nodes\":[]}],\"scene\":0}"),
                FailureCode.INVALID_MODEL,
                "no visible geometry");
        assertFails(
                model(
                        "{\"asset\":{\"version\":\"2.0\"},\"extensionsRequired\":[\"EVIL_magic\"],\"scenes\":[{}],\"scene\":0}"),
                FailureCode.UNSUPPORTED_FORMAT,
                "EVIL_magic");
        assertFails(
                TestingBoxes.colored(Double.NaN, 1, 1, 0, 0, 0), FailureCode.INVALID_MODEL, "POSITION: not a finite");
        assertFails(TestingBoxes.colored(1e30, 1, 1, 0, 0, 0), FailureCode.INVALID_MODEL, "bounds: radius");
        assertFails(TestingTextures.broken(), FailureCode.INVALID_MODEL, "image: embedded in the model");
        assertThat(one(TestingBoxes.cube(), options(64, 64, "front")).hueOfCenter())
                .isEqualTo("blue");
    }

    @Test
    void saysSoWhenNothingIsSeen() {
        // A sheet of paper from its edge.
        assertThatThrownBy(() -> render(pool, TestingTextures.quad(), options(64, 64, "right")))
                .isInstanceOf(TaskFailure.class)
                .hasMessageContaining("nothing to see");
        assertThat(render(pool, TestingTextures.quad(), options(64, 64, "right", "front")))
                .hasSize(2);
    }

    private static void assertFails(Model model, FailureCode code, String message) {
        long recycled = pool.recycled();
        assertThatThrownBy(() -> render(pool, model, PreviewOptions.UNSET))
                .isInstanceOfSatisfying(
                        TaskFailure.class,
                        failure -> assertThat(failure.code())
                                .as(failure.getMessage())
                                .isEqualTo(code))
                .hasMessageContaining(message);
        assertThat(pool.recycled()).as("the page outlives a broken model").isEqualTo(recycled);
    }

    private static Model model(String text) {
        return new Model(".gltf", Bytes.of(text.getBytes(StandardCharsets.UTF_8)), Map.of());
    }

    private static byte[] bytes(PreviewOptions options) {
        return render(pool, TestingBoxes.cube(), options).getFirst().bytes().toByteArray();
    }

    private static TestingPixels one(Model model, PreviewOptions options) {
        return TestingPixels.of(render(pool, model, options).getFirst().bytes());
    }
}
