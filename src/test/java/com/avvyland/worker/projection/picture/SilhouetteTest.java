// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.projection.picture;

import static com.avvyland.worker.projection.picture.TestingDrawing.ARROW;
import static com.avvyland.worker.projection.picture.TestingDrawing.BOTTLE;
import static com.avvyland.worker.projection.picture.TestingDrawing.CHAIR;
import static com.avvyland.worker.projection.picture.TestingDrawing.MUG;
import static com.avvyland.worker.projection.picture.TestingDrawing.draw;
import static com.avvyland.worker.projection.picture.TestingDrawing.mirrored;
import static com.avvyland.worker.projection.picture.TestingDrawing.moved;
import static com.avvyland.worker.projection.picture.TestingDrawing.raster;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.projection.picture.TestingDrawing.Part;
import org.junit.jupiter.api.Test;

/** Promises that outlines are compared whatever their size and place, and that another outline is seen as another. */
class SilhouetteTest {

    @Test
    void theSameShapeElsewhereAndInAnotherSizeOverlaps() {
        for (Part part : new Part[] {MUG, BOTTLE, ARROW}) {
            Silhouette one = of(part, 512);

            assertThat(one.overlap(of(moved(part, 0.5, 30, 400), 512))).isGreaterThan(0.97);
            assertThat(one.overlap(of(part, 1300))).isGreaterThan(0.97);
            assertThat(one.overlap(one)).isEqualTo(1);
        }
    }

    @Test
    void aMirrorImageOverlapsTheMirroredOutline() {
        for (Part part : new Part[] {MUG, CHAIR, ARROW}) {
            Silhouette back = of(mirrored(part), 512);

            assertThat(of(part, 512).mirrored().overlap(back)).isGreaterThan(0.97);
        }
        assertThat(of(ARROW, 512).overlap(of(mirrored(ARROW), 512))).isLessThan(0.8);
    }

    @Test
    void mirroredTwiceItIsItself() {
        Silhouette one = of(ARROW, 512);

        assertThat(one.mirrored().mirrored().overlap(one)).isEqualTo(1);
    }

    @Test
    void differentShapesOverlapLittle() {
        assertThat(of(BOTTLE, 512).overlap(of(CHAIR, 512))).isLessThan(0.4);
        assertThat(of(BOTTLE, 512).overlap(of(ARROW, 512))).isLessThan(0.4);
        assertThat(of(CHAIR, 512).overlap(of(ARROW, 512))).isLessThan(0.4);
    }

    @Test
    void nothingHasNoOutline() {
        assertThat(Silhouette.of(raster(draw(canvas -> {}, 64)))).isNull();
    }

    private static Silhouette of(Part part, int size) {
        return requireNonNull(Silhouette.of(raster(draw(part, size))));
    }
}
