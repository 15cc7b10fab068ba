// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Shows every setting with its value and where that came from, and all that is wrong; no part of a secret is in it.
 *
 * @param errors one line each, as a start would be stopped with; empty when the worker would start
 */
public record ConfigReport(List<Line> lines, List<String> errors) {

    public ConfigReport {
        lines = List.copyOf(lines);
        errors = List.copyOf(errors);
    }

    /**
     * Shows one setting.
     *
     * @param variable environment variable that sets it; absent where there is none
     * @param value what was written, {@code ***} for a secret; absent where nothing was and there is no default
     * @param fallback the default; absent where there is none
     * @param origin {@code default}, the file's path or the variable's name; absent with the value
     */
    public record Line(
            String key,
            @Nullable String variable,
            @Nullable String value,
            @Nullable String fallback,
            @Nullable String origin,
            boolean secret,
            boolean required) {}
}
