// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.source;

import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.Excerpt;
import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.ModelSource;
import com.avvyland.worker.task.ModelTask;
import com.avvyland.worker.task.TaskFailure;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.Body;
import org.jspecify.annotations.Nullable;

/**
 * Takes the model out of a task, or from where its URL points: bounded, of a known format, and the one that was meant.
 * Safe to use from any thread.
 */
public final class ModelReader {

    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]{0,15})://.*", Pattern.DOTALL);

    private final ModelLimits limits;
    private final Map<String, UrlReader> readers;

    /**
     * Create a reader.
     *
     * @param readers by lower-case scheme of a URL
     */
    public ModelReader(ModelLimits limits, Map<String, UrlReader> readers) {
        this.limits = limits;
        this.readers = Map.copyOf(readers);
    }

    /**
     * Return the model of a task; one that is inline shares the payload's bytes. Archives are opened: a {@code .3mf} comes
     * out without compression, a {@code .usdz} as {@code .usda} with resources.
     *
     * @throws TaskFailure permanent: {@code unsupported_format} when the extension is unknown or the content is not
     *     what it says; {@code model_too_large}, also for what an archive unpacks to; {@code invalid_payload} when the
     *     digest does not match or the URL is none that is read; {@code invalid_model} when it is empty, or shorter than
     *     its header says. Passing: what {@link UrlReader} meets on the way
     */
    public Model read(@Body ModelTask task) {
        ModelSource source = task.source();
        ModelFormat format = format(source.inputFormat());
        Bytes bytes = source.bytes();
        if (bytes == null) {
            bytes = behind(String.valueOf(source.url()), source);
        }
        requireSize(bytes, source);
        requireDigest(bytes, source.sha256());
        requireContent(bytes, format);
        return switch (format) {
            case THREE_MF -> Packages.threeMf(bytes, limits.bytes());
            case USDZ -> Packages.usdz(bytes, limits.bytes());
            default -> new Model(format.extension(), bytes, source.resources());
        };
    }

    private Bytes behind(String url, ModelSource source) {
        Matcher scheme = SCHEME.matcher(url);
        String name = scheme.matches() ? scheme.group(1).toLowerCase(Locale.ROOT) : "no URL";
        UrlReader reader = readers.get(name);
        if (reader == null) {
            throw new TaskFailure(
                    FailureCode.INVALID_PAYLOAD,
                    "input_model_url: %s (expected: %s)"
                            .formatted(
                                    name,
                                    readers.keySet().stream()
                                            .sorted()
                                            .map(known -> known + "://")
                                            .collect(Collectors.joining(" or "))));
        }
        return reader.read(url, Math.max(0, limits.bytes() - resourceBytes(source)));
    }

    private static ModelFormat format(String extension) {
        @Nullable ModelFormat format = ModelFormat.ofExtension(extension);
        if (format == null) {
            throw new TaskFailure(
                    FailureCode.UNSUPPORTED_FORMAT,
                    "input_format: %s (expected: one of %s)"
                            .formatted(Excerpt.of(extension, 32), ModelFormat.extensions()));
        }
        return format;
    }

    private void requireSize(Bytes bytes, ModelSource source) {
        long size = bytes.length() + resourceBytes(source);
        if (size > limits.bytes()) {
            throw new TaskFailure(
                    FailureCode.MODEL_TOO_LARGE,
                    "input_model: %d bytes with its resources (expected: at most %d)".formatted(size, limits.bytes()));
        }
        if (bytes.length() == 0) {
            throw new TaskFailure(FailureCode.INVALID_MODEL, "input_model: 0 bytes (expected: a model)");
        }
    }

    private static long resourceBytes(ModelSource source) {
        return source.resources().values().stream().mapToLong(Bytes::length).sum();
    }

    /** The message is constant: it tells nobody what the bytes would have been. */
    private static void requireDigest(Bytes bytes, @Nullable String expected) {
        if (expected == null) {
            return;
        }
        MessageDigest digest = sha256();
        digest.update(bytes.array(), bytes.offset(), bytes.length());
        byte[] actual = HexFormat.of().formatHex(digest.digest()).getBytes(StandardCharsets.US_ASCII);
        if (!MessageDigest.isEqual(actual, expected.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8))) {
            throw new TaskFailure(
                    FailureCode.INVALID_PAYLOAD,
                    "input_model_sha256: another digest (expected: the SHA-256 of input_model)");
        }
    }

    private static void requireContent(Bytes bytes, ModelFormat format) {
        @Nullable ModelFormat found = ModelFormat.sniff(bytes);
        if (format == ModelFormat.STL && found == null) {
            StlShape.check(bytes);
        }
        if (found == ModelFormat.PLY && format == found) {
            PlyHeader.check(bytes);
        }
        if (found == null && ModelFormat.isBinaryUsd(bytes)) {
            throw new TaskFailure(
                    FailureCode.UNSUPPORTED_FORMAT,
                    "input_format: %s with binary USD (expected: %s)".formatted(format.extension(), Packages.INSTEAD));
        }
        if (found != format) {
            throw new TaskFailure(
                    FailureCode.UNSUPPORTED_FORMAT,
                    "input_format: %s (expected: %s, as the content begins)"
                            .formatted(format.extension(), found == null ? "a known format" : found.extension()));
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
