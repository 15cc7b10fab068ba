// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import com.avvyland.worker.cli.ContactSheet.Comparison;
import com.avvyland.worker.cli.ContactSheet.Picture;
import com.avvyland.worker.gltf.ImageHeader;
import com.avvyland.worker.projection.picture.Raster;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.Image;
import com.avvyland.worker.task.Preview;
import com.avvyland.worker.task.TaskFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Chooses and bounds the pictures of a contact sheet. */
final class SheetPictures {

    /** A page of a dozen pictures stays below 30 MB, which every browser opens at once. */
    private static final int MOST = 2 << 20;

    /** Pixels of what is larger, as it is shown. */
    private static final int EDGE = 1024;

    private SheetPictures() {}

    /** Return a picture as the page shows it; empty where it is too large and cannot be made smaller here. */
    static Optional<Picture> of(RunFiles.Entry entry) {
        return picture(label(entry), entry.mime(), Bytes.of(entry.bytes()));
    }

    /**
     * Return what is compared: a model before and after, a projection and its source, a model and the picture it was made of.
     *
     * @param rendered the canonical model from the views of the previews; empty for none
     */
    static List<Comparison> comparisons(RunResult result, List<Preview> rendered) {
        RunFiles.Entry preview = result.files().first("preview");
        Optional<Comparison> pair = switch (result.input().type()) {
            case MODEL_PREVIEW -> Optional.empty();
            case MODEL_OBJECT_PIPELINE ->
                rendered.isEmpty()
                        ? Optional.empty()
                        : pair("As it came and as it is kept", preview, "as it came", of(rendered.getFirst()));
            case MODEL_PROJECTION_STEP ->
                pair(
                        "Source and projection",
                        result.files().first("preprocessed_image"),
                        "source, prepared",
                        of("generated", result.files().first("generated_image")));
            case MODEL_PROJECTION_MODEL ->
                pair("Picture and model", front(result), "picture", of("model, front", front(result, preview)));
        };
        return pair.stream().toList();
    }

    private static Optional<Comparison> pair(
            String title, RunFiles.@Nullable Entry before, String label, Optional<Picture> after) {
        return of(label, before).flatMap(left -> after.map(right -> new Comparison(title, left, right)));
    }

    private static Optional<Picture> of(String label, RunFiles.@Nullable Entry entry) {
        return entry == null ? Optional.empty() : picture(label, entry.mime(), Bytes.of(entry.bytes()));
    }

    private static Optional<Picture> of(Preview preview) {
        return picture("canonical GLB", preview.mime(), preview.bytes());
    }

    /** Return the front of the payload's views. */
    private static RunFiles.@Nullable Entry front(RunResult result) {
        if (result.input().fields().get("views") instanceof List<?> views
                && !views.isEmpty()
                && views.getFirst() instanceof Map<?, ?> view
                && view.get("image") instanceof Map<?, ?> image
                && image.get("bytes") instanceof byte[] bytes) {
            return new RunFiles.Entry("front", "view", String.valueOf(image.get("mime")), bytes, null);
        }
        return null;
    }

    /** Return the model's front, else whatever it is seen from first. */
    private static RunFiles.@Nullable Entry front(RunResult result, RunFiles.@Nullable Entry otherwise) {
        List<RunFiles.Entry> fronts = new ArrayList<>(result.files().entries());
        fronts.removeIf(
                entry -> !entry.kind().equals("preview") || !entry.name().startsWith("front."));
        return fronts.isEmpty() ? otherwise : fronts.getFirst();
    }

    private static String label(RunFiles.Entry entry) {
        String name = entry.name().substring(0, entry.name().lastIndexOf('.')).replace('_', ' ');
        return name.equals("prepared") ? "source, prepared" : name;
    }

    private static Optional<Picture> picture(String label, String mime, Bytes bytes) {
        ImageHeader header = ImageHeader.read(bytes);
        if (header == null) {
            return Optional.empty();
        }
        String fact = "%d × %d · %s · %s"
                .formatted(
                        header.width(),
                        header.height(),
                        header.mimeType().substring(6).toUpperCase(Locale.ROOT),
                        SheetText.size(bytes.length()));
        if (bytes.length() <= MOST) {
            return Optional.of(new Picture(label, fact, header.mimeType(), bytes));
        }
        try {
            Image small = Raster.decode(new Image(mime, bytes, null, null))
                    .within(EDGE)
                    .png();
            return Optional.of(new Picture(label, fact, small.mime(), small.bytes()));
        } catch (TaskFailure undecodable) {
            return Optional.empty();
        }
    }
}
