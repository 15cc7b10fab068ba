// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GridTest {

    private static double placed(Grid grid, float coordinate, int axis) {
        return grid.origin()[axis] + grid.step() * grid.value(coordinate, axis);
    }

    @ParameterizedTest
    @CsvSource({"-2, 2, -0.1, 0.5, -0.5, 0.5", "-1, 1, 0, 1.8, -0.25, 0.35", "0, 7, -3, 3, 0, 0.7"})
    void theSidesOfARoundBoxAndThePlanesOfItsOriginStayWhereTheyAre(
            float x0, float x1, float y0, float y1, float z0, float z1) {
        Box box = new Box();
        box.add(x0, y0, z0);
        box.add(x1, y1, z1);
        Grid grid = Grid.of(box, 14);

        float[][] planes = {{x0, 0, x1}, {y0, 0, y1}, {z0, 0, z1}};
        for (int axis = 0; axis < 3; axis++) {
            for (float plane : planes[axis]) {
                assertThat(placed(grid, plane, axis)).isCloseTo(plane, within(grid.step() * 0.01));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"8", "14", "16"})
    void noPlaceIsMovedByMoreThanTheErrorThatIsStated(int bits) {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            Box box = new Box();
            float[] points = new float[30];
            for (int i = 0; i < points.length; i++) {
                points[i] = (float) (random.nextGaussian() * Math.exp(i % 3));
            }
            for (int i = 0; i < points.length; i += 3) {
                box.add(points[i], points[i + 1], points[i + 2]);
            }
            Grid grid = Grid.of(box, bits);
            int most = (1 << bits) - 1;
            double error = box.extent() / 2 / (most - most / 16);
            for (int i = 0; i < points.length; i++) {
                assertThat(placed(grid, points[i], i % 3)).isCloseTo(points[i], within(error * 1.001));
            }
        }
    }
}
