// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.preview;

import com.avvyland.worker.task.Angle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Says where a camera stands, the way model-viewer does.
 *
 * @param target what it looks at
 * @param theta degrees around it; 0 is in front
 * @param phi degrees from the top
 * @param radius distance
 * @param fov degrees from the lower to the upper edge
 */
record TestingOrbit(int width, int height, List<Double> target, double theta, double phi, double radius, double fov) {

    /** How far framing.mjs stands off: its field of view, and its margin around the sphere. */
    static TestingOrbit framed(int edge, Map<String, Object> sphere, Angle angle) {
        @SuppressWarnings("unchecked")
        List<Number> center = (List<Number>) Objects.requireNonNull(sphere.get("center"));
        Number radius = (Number) Objects.requireNonNull(sphere.get("radius"));
        double distance = 1.05 * radius.doubleValue() / Math.sin(Math.toRadians(15));
        return new TestingOrbit(
                edge,
                edge,
                center.stream().map(Number::doubleValue).toList(),
                angle.yaw(),
                90 - angle.pitch(),
                distance,
                30);
    }

    /** Read the cameras of the golden pictures, with the larger edge of each reduced to {@code edge}. */
    static Map<String, TestingOrbit> goldens(Path file, int edge) throws IOException {
        Map<String, TestingOrbit> orbits = new HashMap<>();
        for (String line : Files.readAllLines(file)) {
            if (!line.startsWith("#")) {
                String[] cells = line.split(",");
                double[] numbers = Arrays.stream(cells)
                        .skip(1)
                        .mapToDouble(Double::parseDouble)
                        .toArray();
                double scale = edge / Math.max(numbers[0], numbers[1]);
                orbits.put(
                        cells[0],
                        new TestingOrbit(
                                (int) Math.round(numbers[0] * scale),
                                (int) Math.round(numbers[1] * scale),
                                List.of(numbers[2], numbers[3], numbers[4]),
                                numbers[5],
                                numbers[6],
                                numbers[7],
                                45));
            }
        }
        return orbits;
    }

    TestingOrbit of(int width, int height) {
        return new TestingOrbit(width, height, target, theta, phi, radius, fov);
    }

    Map<String, Object> request() {
        return new HashMap<>(Map.of(
                "width", width,
                "height", height,
                "target", target,
                "theta", theta,
                "phi", phi,
                "radius", radius,
                "fov", fov));
    }
}
