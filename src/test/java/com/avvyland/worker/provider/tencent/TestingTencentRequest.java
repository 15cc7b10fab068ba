// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.tencent;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/** Checks the body of a submission as strictly as Tencent does. */
final class TestingTencentRequest {

    private static final List<String> FIELDS = List.of(
            "Model",
            "Prompt",
            "ImageBase64",
            "ImageUrl",
            "MultiViewImages",
            "EnablePBR",
            "FaceCount",
            "GenerateType",
            "PolygonType");
    private static final List<String> VIEWS =
            List.of("back", "left", "right", "top", "bottom", "left_front", "right_front");

    private TestingTencentRequest() {}

    /** Return the code of what is wrong, or null. */
    static @Nullable String refusal(JsonNode body) {
        for (Iterator<String> names = body.fieldNames(); names.hasNext(); ) {
            if (!FIELDS.contains(names.next())) {
                return "UnknownParameter";
            }
        }
        String model = body.path("Model").asText("3.0");
        if (!List.of("3.0", "3.1").contains(model)) {
            return "InvalidParameterValue.Model";
        }
        if (!body.has("ImageBase64")) {
            return "MissingParameter";
        }
        JsonNode faces = body.path("FaceCount");
        if (!faces.isMissingNode() && (!faces.isInt() || faces.asInt() < 3000 || faces.asInt() > 1_500_000)) {
            return "InvalidParameterValue";
        }
        if (!List.of("Normal", "Geometry").contains(body.path("GenerateType").asText("Normal"))) {
            return "InvalidParameterValue";
        }
        Set<String> seen = new HashSet<>();
        for (JsonNode view : body.path("MultiViewImages")) {
            String side = view.path("ViewType").asText("");
            List<String> known = model.equals("3.1") ? VIEWS : VIEWS.subList(0, 3);
            if (!known.contains(side) || !seen.add(side)) {
                return "InvalidParameterValue";
            }
            if (!picture(view.path("ViewImageBase64").asText(""))) {
                return "FailedOperation.ImageDecodeFailed";
            }
        }
        return picture(body.path("ImageBase64").asText("")) ? null : "FailedOperation.ImageDecodeFailed";
    }

    private static boolean picture(String base64) {
        try {
            byte[] bytes = Base64.getDecoder().decode(base64);
            BufferedImage image = ImageIO.read(new ByteArrayInputStream(bytes));
            return image != null
                    && bytes.length <= 6 << 20
                    && Math.min(image.getWidth(), image.getHeight()) >= 128
                    && Math.max(image.getWidth(), image.getHeight()) <= 5000;
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }
}
