// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker;

public final class Main {
    private Main() {}

    public static void main(String[] args) {}
}
