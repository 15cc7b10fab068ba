// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.preview;

import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.TaskFailure;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Holds a background colour that was read from a task by a strict grammar.
 *
 * <p>A task's text never reaches the page: what is drawn is written anew from these four numbers.
 *
 * @param red 0..255
 * @param green 0..255
 * @param blue 0..255
 * @param alpha 0 transparent .. 1 opaque
 */
record CssColor(int red, int green, int blue, double alpha) {

    static final CssColor TRANSPARENT = new CssColor(0, 0, 0, 0);
    static final CssColor WHITE = new CssColor(255, 255, 255, 1);

    private static final Pattern HEX = Pattern.compile("#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})");
    private static final String CHANNEL = "\\s{0,4}(\\d{1,3})\\s{0,4}";
    private static final Pattern RGB = Pattern.compile("rgba?\\(" + CHANNEL + "," + CHANNEL + "," + CHANNEL
            + "(?:,\\s{0,4}([01](?:\\.\\d{1,4})?|\\.\\d{1,4})\\s{0,4})?\\)");

    /** The sixteen of CSS 1 and the greys and whites people put products on. */
    private static final Map<String, Integer> NAMED = Map.ofEntries(
            Map.entry("black", 0x000000),
            Map.entry("silver", 0xc0c0c0),
            Map.entry("gray", 0x808080),
            Map.entry("grey", 0x808080),
            Map.entry("white", 0xffffff),
            Map.entry("maroon", 0x800000),
            Map.entry("red", 0xff0000),
            Map.entry("purple", 0x800080),
            Map.entry("fuchsia", 0xff00ff),
            Map.entry("magenta", 0xff00ff),
            Map.entry("green", 0x008000),
            Map.entry("lime", 0x00ff00),
            Map.entry("olive", 0x808000),
            Map.entry("yellow", 0xffff00),
            Map.entry("navy", 0x000080),
            Map.entry("blue", 0x0000ff),
            Map.entry("teal", 0x008080),
            Map.entry("aqua", 0x00ffff),
            Map.entry("cyan", 0x00ffff),
            Map.entry("orange", 0xffa500),
            Map.entry("whitesmoke", 0xf5f5f5),
            Map.entry("gainsboro", 0xdcdcdc),
            Map.entry("lightgray", 0xd3d3d3),
            Map.entry("lightgrey", 0xd3d3d3),
            Map.entry("darkgray", 0xa9a9a9),
            Map.entry("darkgrey", 0xa9a9a9),
            Map.entry("dimgray", 0x696969),
            Map.entry("dimgrey", 0x696969),
            Map.entry("snow", 0xfffafa),
            Map.entry("ivory", 0xfffff0),
            Map.entry("beige", 0xf5f5dc));

    /**
     * Read a colour: {@code transparent}, {@code #rgb[a]}, {@code #rrggbb[aa]}, {@code rgb(r, g, b[, a])} or a name.
     *
     * @throws TaskFailure permanent, for anything else
     */
    static CssColor parse(String text) {
        if (text.length() > 48) {
            throw refuse(text);
        }
        String color = text.strip().toLowerCase(Locale.ROOT);
        if (color.equals("transparent")) {
            return TRANSPARENT;
        }
        @Nullable Integer named = NAMED.get(color);
        if (named != null) {
            return opaque(named);
        }
        Matcher hex = HEX.matcher(color);
        if (hex.matches()) {
            return ofHex(hex.group(1));
        }
        Matcher rgb = RGB.matcher(color);
        if (rgb.matches()) {
            int red = Integer.parseInt(rgb.group(1));
            int green = Integer.parseInt(rgb.group(2));
            int blue = Integer.parseInt(rgb.group(3));
            double alpha = rgb.group(4) == null ? 1 : Double.parseDouble(rgb.group(4));
            if (red <= 255 && green <= 255 && blue <= 255 && alpha <= 1) {
                return new CssColor(red, green, blue, alpha);
            }
        }
        throw refuse(text);
    }

    /** Return whether nothing of it is seen. */
    boolean isTransparent() {
        return alpha == 0;
    }

    /** Return this colour as it looks on white, for an image format without transparency. */
    CssColor onWhite() {
        return new CssColor(onWhite(red), onWhite(green), onWhite(blue), 1);
    }

    /** Return CSS that holds nothing but these four numbers. */
    String css() {
        return String.format(Locale.ROOT, "rgba(%d, %d, %d, %.4f)", red, green, blue, alpha);
    }

    private int onWhite(int channel) {
        return (int) Math.round(channel * alpha + 255 * (1 - alpha));
    }

    private static CssColor ofHex(String digits) {
        String full = digits.length() > 4 ? digits : digits.replaceAll(".", "$0$0");
        CssColor opaque = opaque(Integer.parseInt(full.substring(0, 6), 16));
        return full.length() == 6
                ? opaque
                : new CssColor(opaque.red, opaque.green, opaque.blue, Integer.parseInt(full.substring(6), 16) / 255.0);
    }

    private static CssColor opaque(int rgb) {
        return new CssColor(rgb >> 16 & 255, rgb >> 8 & 255, rgb & 255, 1);
    }

    private static TaskFailure refuse(String text) {
        String shown = text.length() > 32 ? text.substring(0, 32) + "..." : text;
        return new TaskFailure(
                FailureCode.INVALID_PAYLOAD,
                "preview.background: %s (expected: transparent, #rrggbb, #rrggbbaa, rgb(r, g, b) or a common CSS name)"
                        .formatted(shown.replaceAll("\\p{Cntrl}", "?")));
    }
}
