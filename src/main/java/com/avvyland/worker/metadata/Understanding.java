// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.metadata;

import com.avvyland.worker.provider.Capability;
import com.avvyland.worker.provider.ImageFit;
import com.avvyland.worker.provider.Json;
import com.avvyland.worker.provider.ProviderRequest.Vision;
import com.avvyland.worker.provider.ProviderResult;
import com.avvyland.worker.task.GeometryFacts;
import com.avvyland.worker.task.Image;
import com.avvyland.worker.task.Metadata;
import com.avvyland.worker.task.Metadata.Dimensions;
import com.avvyland.worker.task.Preview;
import com.avvyland.worker.task.TaskFailure;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Variable;
import org.jspecify.annotations.Nullable;

/**
 * Has a provider look at the previews, and puts what it sees together with what the geometry says.
 *
 * <p>The geometry is right about what can be counted, the provider about what it is; who is right about the size is
 * {@link ScaleRule}'s. A provider's words are bounded, and stripped of control characters. Safe for any thread.
 */
public final class Understanding {

    /** More sides of an object cost more than they tell. */
    private static final int MOST_IMAGES = 4;

    /** Enough for a reading; most providers scale down to less. */
    private static final int EDGE = 1024;

    private static final int TITLE = 120;
    private static final int DESCRIPTION = 2000;
    private static final int MOST_TAGS = 20;
    private static final int TAG = 40;
    private static final String INSTRUCTIONS = load();

    private final boolean wanted;

    /**
     * Create the station.
     *
     * @param wanted whether anybody could be asked; otherwise the geometry's word stands
     */
    public Understanding(boolean wanted) {
        this.wanted = wanted;
    }

    /** Return what to ask; null when nobody could be asked, or there is nothing to look at. */
    public @Nullable Vision question(
            @Variable("previews") List<Preview> previews, @Variable("geometry") GeometryFacts facts) {
        if (!wanted || previews.isEmpty()) {
            return null;
        }
        List<Image> images = new ArrayList<>();
        List<String> angles = new ArrayList<>();
        for (Preview preview : previews.subList(0, Math.min(MOST_IMAGES, previews.size()))) {
            Image image = new Image(preview.mime(), preview.bytes(), preview.width(), preview.height());
            images.add(ImageFit.within(image, EDGE));
            angles.add(preview.angle());
        }
        double[] edges = edges(facts);
        String prompt = String.format(
                Locale.ROOT,
                "The images show one object from these sides, in order: %s. In the model's own units, which may be anything, "
                        + "it is %.4g wide, %.4g high and %.4g deep.",
                String.join(", ", angles),
                edges[0],
                edges[1],
                edges[2]);
        return new Vision(Capability.UNDERSTAND_IMAGE, INSTRUCTIONS, prompt, images);
    }

    /** Return the metadata of a model that was looked at. */
    public Metadata answer(
            @Variable("metadata") Metadata geometry,
            @Variable("geometry") GeometryFacts facts,
            @Variable("reading") ProviderResult reading) {
        JsonNode seen = Json.read(reading.json() == null ? "" : reading.json());
        double[] edges = edges(facts);
        Double said = geometry.estimatedScaleFactor();
        double scale = ScaleRule.decide(said == null ? 1 : said, edges, metres(seen, edges));
        String title = bounded(seen.path("title").asText(""), TITLE);
        String description = bounded(seen.path("description").asText(""), DESCRIPTION);
        return new Metadata(
                title.isEmpty() ? geometry.title() : title,
                description.isEmpty() ? geometry.description() : description,
                tags(seen.path("tags"), geometry.tags()),
                new Dimensions(edges[0] * scale, edges[1] * scale, edges[2] * scale),
                scale,
                seen.path("restricted_detected").asBoolean(false),
                texts(seen.path("restricted_reasons"), MOST_TAGS, TITLE),
                reading.provider(),
                geometry.geometry());
    }

    /** Return the metadata of a model whose pictures a provider refused to look at: that is an answer, too. */
    public Metadata refused(
            @Variable("metadata") Metadata geometry, @ExchangeProperty("CamelExceptionCaught") TaskFailure refusal) {
        return new Metadata(
                geometry.title(),
                geometry.description(),
                geometry.tags(),
                geometry.estimatedDimensions(),
                geometry.estimatedScaleFactor(),
                true,
                List.of(bounded(String.valueOf(refusal.getMessage()), TITLE)),
                geometry.source(),
                geometry.geometry());
    }

    /** Read the size that was seen; where there is only a factor, the size that follows from it. */
    private static double[] metres(JsonNode seen, double[] edges) {
        JsonNode size = seen.path("estimated_dimensions");
        if (size.isObject()) {
            return new double[] {
                size.path("width_m").asDouble(0),
                size.path("height_m").asDouble(0),
                size.path("depth_m").asDouble(0)
            };
        }
        double factor = seen.path("estimated_scale_factor").asDouble(0);
        return new double[] {edges[0] * factor, edges[1] * factor, edges[2] * factor};
    }

    private static double[] edges(GeometryFacts facts) {
        double[] edges = new double[3];
        for (int axis = 0; axis < 3; axis++) {
            edges[axis] = facts.boundsMax().get(axis) - facts.boundsMin().get(axis);
        }
        return edges;
    }

    private static List<String> tags(JsonNode seen, List<String> otherwise) {
        List<String> tags = texts(seen, MOST_TAGS, TAG).stream()
                .map(tag -> tag.toLowerCase(Locale.ROOT))
                .distinct()
                .toList();
        return tags.isEmpty() ? otherwise : tags;
    }

    private static List<String> texts(JsonNode list, int most, int longest) {
        List<String> texts = new ArrayList<>();
        for (JsonNode item : list) {
            String text = bounded(item.asText(""), longest);
            if (!text.isEmpty() && texts.size() < most) {
                texts.add(text);
            }
        }
        return texts;
    }

    private static String bounded(String text, int longest) {
        String line = text.replaceAll("[\\p{C}\\s]+", " ").strip();
        if (line.length() <= longest) {
            return line;
        }
        int end = Character.isHighSurrogate(line.charAt(longest - 1)) ? longest - 1 : longest;
        return line.substring(0, end).strip();
    }

    private static String load() {
        try (InputStream stream = Understanding.class.getResourceAsStream("/metadata/understanding.txt")) {
            if (stream == null) {
                throw new IllegalStateException("/metadata/understanding.txt: absent (expected: in the worker's jar)");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
