// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker;

import com.avvyland.worker.cli.AvvyWorker;

/** Starts the process; {@code bin/avvy-worker help} lists what it can do. */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        System.exit(AvvyWorker.execute(System.getenv(), args));
    }
}
