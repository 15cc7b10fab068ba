// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh;

/** Writes a number as RFC 8785 has it (and ECMAScript): the shortest digits that read back as the same double. */
final class CanonicalNumber {

    private CanonicalNumber() {}

    /** Return the text of a finite number; both zeros are {@code 0}. */
    static String of(double value) {
        if (value == 0) {
            return "0";
        }
        String sign = value < 0 ? "-" : "";
        String text = Double.toString(Math.abs(value));
        int e = text.indexOf('E');
        int exponent = e < 0 ? 0 : Integer.parseInt(text.substring(e + 1));
        String mantissa = e < 0 ? text : text.substring(0, e);
        int point = mantissa.indexOf('.');
        String digits = mantissa.substring(0, point) + mantissa.substring(point + 1);
        int leading = 0;
        while (digits.charAt(leading) == '0') {
            leading++;
        }
        int trailing = digits.length();
        while (digits.charAt(trailing - 1) == '0') {
            trailing--;
        }
        // The value is 0.DIGITS times ten to the power of n, as ECMAScript's Number::toString calls it.
        int n = point + exponent - leading;
        digits = shortest(digits.substring(leading, trailing), n, Math.abs(value));
        return sign + laidOut(digits, n);
    }

    /** Java writes 4.9E-324 where one digit is enough: it wants two, and takes the closest. Only subnormals are so coarse. */
    private static String shortest(String digits, int n, double value) {
        if (digits.length() != 2) {
            return digits;
        }
        int rounded = Math.round(Integer.parseInt(digits) / 10f);
        return rounded < 10 && Double.parseDouble(rounded + "e" + (n - 1)) == value ? String.valueOf(rounded) : digits;
    }

    private static String laidOut(String digits, int n) {
        int k = digits.length();
        if (k <= n && n <= 21) {
            return digits + "0".repeat(n - k);
        }
        if (0 < n && n <= 21) {
            return digits.substring(0, n) + "." + digits.substring(n);
        }
        if (-6 < n && n <= 0) {
            return "0." + "0".repeat(-n) + digits;
        }
        String power = (n > 0 ? "e+" : "e-") + Math.abs(n - 1);
        return k == 1 ? digits + power : digits.charAt(0) + "." + digits.substring(1) + power;
    }
}
