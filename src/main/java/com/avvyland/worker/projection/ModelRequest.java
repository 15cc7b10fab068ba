// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.projection;

import com.avvyland.worker.provider.ImageFit;
import com.avvyland.worker.provider.ProviderRequest;
import com.avvyland.worker.task.Angle;
import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.Image;
import com.avvyland.worker.task.ProjectionModelTask;
import com.avvyland.worker.task.TaskFailure;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Body;
import org.jspecify.annotations.Nullable;

/**
 * Turns a task into what a provider is asked for: the station {@code modelRequest}. What only one provider refuses, it
 * refuses itself. Stateless.
 */
public final class ModelRequest {

    private static final String FRONT = "front";

    /** Six views and the front stay within the 6 MiB that Tencent takes of each. */
    private static final int MOST_BYTES = 1 << 20;

    /** A larger picture that is sent as JPEG has that edge at most; Hunyuan 3D sees no more. */
    private static final int EDGE = 2048;

    /** Hunyuan 3D makes no fewer. */
    private static final int LEAST_FACES = 3000;

    /**
     * Return the request, with metallic and roughness maps wanted.
     *
     * @throws TaskFailure permanent, {@code invalid_payload}: the first view is not the front, a view is no side that
     *     providers know or there twice, or an image is none
     */
    public ProviderRequest.Model request(@Body ProjectionModelTask task) {
        Map<String, Image> sides = new LinkedHashMap<>();
        for (int i = 0; i < task.views().size(); i++) {
            ProjectionModelTask.View view = task.views().get(i);
            String name = "views[%d]".formatted(i);
            String side = side(view.view());
            if (side == null) {
                throw invalid(
                        name + ".view",
                        view.view().name(),
                        "front, back, left, right, top, bottom, \"45,0\" or \"-45,0\"");
            }
            if (sides.isEmpty() && !side.equals(FRONT)) {
                throw invalid(name + ".view", view.view().name(), FRONT);
            }
            if (sides.put(side, fitted(PictureCheck.checked(name + ".image", view.image()))) != null) {
                throw invalid(name + ".view", view.view().name() + " again", "each side once");
            }
        }
        Image front = sides.remove(FRONT);
        if (front == null) {
            throw invalid("views", "none", FRONT);
        }
        Integer faces = task.targetFaces();
        return new ProviderRequest.Model(front, sides, faces == null ? null : Math.max(LEAST_FACES, faces), true);
    }

    /** Return a provider's name of a side, by the direction: two names of one direction are one side. */
    private static @Nullable String side(Angle angle) {
        double yaw = (angle.yaw() % 360 + 360) % 360;
        if (Math.abs(angle.pitch()) == 90) {
            return yaw != 0 ? null : angle.pitch() > 0 ? "top" : "bottom";
        }
        if (angle.pitch() != 0 || yaw % 45 != 0) {
            return null;
        }
        return switch ((int) yaw) {
            case 0 -> FRONT;
            case 45 -> "right_front";
            case 90 -> "right";
            case 180 -> "back";
            case 270 -> "left";
            case 315 -> "left_front";
            default -> null;
        };
    }

    /** Providers count bytes over all views, refuse WebP, or shrink the picture themselves: none is sent larger than that. */
    private static Image fitted(Image image) {
        boolean large = image.bytes().length() > MOST_BYTES || image.mime().equals("image/webp");
        return large ? ImageFit.within(image, EDGE) : image;
    }

    private static TaskFailure invalid(String name, String found, String expected) {
        return new TaskFailure(FailureCode.INVALID_PAYLOAD, "%s: %s (expected: %s)".formatted(name, found, expected));
    }
}
