// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.texture;

import static com.avvyland.worker.mesh.texture.TestingPictures.COLOR;
import static com.avvyland.worker.mesh.texture.TestingPictures.CUT_OUT;
import static com.avvyland.worker.mesh.texture.TestingPictures.NORMAL;
import static com.avvyland.worker.mesh.texture.TestingPictures.picture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;

class TextureReducerTest {

    private static final int RGB = BufferedImage.TYPE_INT_RGB;
    private static final int ARGB = BufferedImage.TYPE_INT_ARGB;

    @Test
    void averagesColoursAsLight() {
        BufferedImage chequered = picture(2, 2, RGB, (x, y) -> (x + y) % 2 == 0 ? 0xffffffff : 0xff000000);

        // Half the light of white is 188 in sRGB.
        assertThat(red(reduce(chequered, COLOR, 1, 1))).isEqualTo(188);
    }

    @Test
    void averagesDataAsNumbers() {
        BufferedImage chequered = picture(2, 2, RGB, (x, y) -> (x + y) % 2 == 0 ? 0xffffffff : 0xff000000);

        assertThat(red(reduce(chequered, TextureUse.DATA, 1, 1))).isEqualTo(128);
    }

    @Test
    void countsColoursByTheirCoverage() {
        // Green that nobody sees must not tint the red beside it.
        BufferedImage edge = picture(2, 1, ARGB, (x, _) -> x == 0 ? 0xffff0000 : 0x0000ff00);

        assertThat(reduce(edge, CUT_OUT, 1, 1)).isEqualTo(0x80ff0000);
    }

    @Test
    void keepsTheColourOfHoles() {
        BufferedImage hole = picture(2, 2, ARGB, (_, _) -> 0x00336699);

        assertThat(reduce(hole, CUT_OUT, 1, 1)).isEqualTo(0x00336699);
    }

    @Test
    void makesDirectionsOneLong() {
        // (0.8, 0, 0.6) and (-0.8, 0, 0.6): their mean is (0, 0, 0.6).
        BufferedImage bumps = picture(2, 1, RGB, (x, _) -> x == 0 ? 0xffe680cc : 0xff1a80cc);

        int normal = reduce(bumps, NORMAL, 1, 1);

        assertThat(red(normal)).isCloseTo(128, within(1));
        assertThat(normal & 0xff).isGreaterThan(252);
    }

    @Test
    void sharesPixelsBetweenTheAreasTheyLieIn() {
        BufferedImage row = picture(3, 1, RGB, (x, _) -> 0xff000000 | (x == 0 ? 0 : x == 1 ? 120 : 240) * 0x010101);

        BufferedImage reduced = new TextureReducer(row, TextureUse.DATA).reduce(2, 1);

        // One and a half pixels each: (0 + 60) / 1.5 and (60 + 240) / 1.5.
        assertThat(red(reduced.getRGB(0, 0))).isEqualTo(40);
        assertThat(red(reduced.getRGB(1, 0))).isEqualTo(200);
    }

    @Test
    void dropsAlphaThatNobodyReads() {
        BufferedImage picture = picture(2, 2, ARGB, (_, _) -> 0x40336699);

        assertThat(reduce(picture, COLOR, 1, 1)).isEqualTo(0xff336699);
    }

    @Test
    void takesGreyForWhatTheFileSays() {
        var grey = new BufferedImage(2, 2, BufferedImage.TYPE_BYTE_GRAY);
        grey.getRaster().setSamples(0, 0, 2, 2, 0, new int[] {100, 100, 100, 100});

        assertThat(reduce(grey, TextureUse.DATA, 1, 1)).isEqualTo(0xff646464);
    }

    @Test
    void roundsSixteenBitsToEight() {
        var deep = new BufferedImage(2, 2, BufferedImage.TYPE_USHORT_GRAY);
        deep.getRaster().setSamples(0, 0, 2, 2, 0, new int[] {25855, 25855, 25855, 25855});

        assertThat(reduce(deep, TextureUse.DATA, 1, 1)).isEqualTo(0xff656565);
    }

    @Test
    void reducesAPictureOfASingleColourToThatColour() {
        BufferedImage flat = picture(37, 23, RGB, (_, _) -> 0xff336699);

        BufferedImage reduced = new TextureReducer(flat, COLOR).reduce(11, 7);

        assertThat(reduced.getRGB(0, 0, 11, 7, null, 0, 11)).containsOnly(0xff336699);
    }

    private static int reduce(BufferedImage picture, TextureUse use, int width, int height) {
        return new TextureReducer(picture, use).reduce(width, height).getRGB(0, 0);
    }

    private static int red(int argb) {
        return argb >> 16 & 0xff;
    }
}
