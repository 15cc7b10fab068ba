// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.projection.picture;

import static com.avvyland.worker.projection.picture.TestingDrawing.ARROW;
import static com.avvyland.worker.projection.picture.TestingDrawing.BOTTLE;
import static com.avvyland.worker.projection.picture.TestingDrawing.CHAIR;
import static com.avvyland.worker.projection.picture.TestingDrawing.MUG;
import static com.avvyland.worker.projection.picture.TestingDrawing.busy;
import static com.avvyland.worker.projection.picture.TestingDrawing.draw;
import static com.avvyland.worker.projection.picture.TestingDrawing.moved;
import static com.avvyland.worker.projection.picture.TestingDrawing.plain;
import static com.avvyland.worker.projection.picture.TestingDrawing.raster;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.avvyland.worker.projection.picture.TestingDrawing.Part;
import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.TaskFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Promises the picture that providers are shown: the subject in the middle of a white square, the same bytes each time. */
class PreparationTest {

    @ParameterizedTest
    @ValueSource(ints = {256, 512, 1024, 1111})
    void theSubjectIsInTheMiddleWithAMarginOfEightPercent(int size) {
        Part[] parts = {MUG, CHAIR, moved(BOTTLE, 0.3, 10, 20), moved(ARROW, 0.9, 90, 60)};
        for (Part part : parts) {
            Prepared prepared = Preparation.prepare(raster(draw(part, 700)), size);

            assertThat(prepared.image().width()).isEqualTo(size);
            assertThat(prepared.image().height()).isEqualTo(size);
            int[] box = requireNonNull(subject(Raster.decode(prepared.image())).bounds());
            assertThat((box[0] + box[2]) / 2.0).isCloseTo(size / 2.0, within(1.0));
            assertThat((box[1] + box[3]) / 2.0).isCloseTo(size / 2.0, within(1.0));
            int longer = Math.max(box[2] - box[0], box[3] - box[1]);
            assertThat((double) longer).isCloseTo(size * 0.84, within(2.0));
        }
    }

    @Test
    void whatIsNotTheSubjectIsPureWhite() {
        Raster prepared =
                Raster.decode(Preparation.prepare(raster(draw(MUG, 700)), 512).image());

        for (int i = 0; i < 512; i++) {
            assertThat(prepared.argb()[i]).isEqualTo(0xffffffff);
            assertThat(prepared.argb()[i * 512]).isEqualTo(0xffffffff);
            assertThat(prepared.argb()[40 * 512 - 1 - i]).isEqualTo(0xffffffff);
        }
    }

    @Test
    void theSamePictureGivesTheSameBytes() {
        Raster cut =
                LocalCutout.cut(raster(draw(plain(0xe0e8f0).then(MUG), 640))).orElseThrow();
        Raster again =
                LocalCutout.cut(raster(draw(plain(0xe0e8f0).then(MUG), 640))).orElseThrow();

        assertThat(Preparation.prepare(again, 512).image().bytes())
                .isEqualTo(Preparation.prepare(cut, 512).image().bytes());
    }

    @Test
    void dustDoesNotMoveTheSubject() {
        Part dusty = MUG.then(canvas -> canvas.fillRect(10, 10, 5, 5));

        Raster prepared =
                Raster.decode(Preparation.prepare(raster(draw(dusty, 700)), 512).image());

        int[] box = requireNonNull(subject(prepared).bounds());
        assertThat((box[0] + box[2]) / 2.0).isCloseTo(256, within(1.0));
    }

    @Test
    void anEmptyCutOutFailsForGood() {
        assertThatThrownBy(() -> Preparation.prepare(raster(draw(canvas -> {}, 300)), 512))
                .isInstanceOf(TaskFailure.class)
                .hasMessage("source_image: no subject (expected: an object before its background)")
                .extracting(e -> ((TaskFailure) e).code())
                .isEqualTo(FailureCode.INVALID_PAYLOAD);
    }

    @Test
    void aPictureThatCannotBeCutIsShownWhole() {
        Prepared prepared = Preparation.prepareOpaque(raster(draw(busy(), 600, 300)), 512);

        Raster shown = Raster.decode(prepared.image());
        assertThat(prepared.silhouette()).isNull();
        assertThat(shown.argb()[127 * 512 + 256]).isEqualTo(0xffffffff);
        assertThat(subject(shown).bounds()).containsExactly(0, 128, 512, 384);
    }

    /** Mark what is not white: a pixel counts from a third of the subject's colour. */
    private static Mask subject(Raster shown) {
        Mask mask = new Mask(shown.width(), shown.height());
        for (int i = 0; i < mask.set.length; i++) {
            int pixel = shown.argb()[i];
            mask.set[i] = Math.min(pixel >> 16 & 255, Math.min(pixel >> 8 & 255, pixel & 255)) < 200;
        }
        return mask;
    }
}
