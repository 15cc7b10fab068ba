// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.config;

/** Says how log lines are written. */
public enum LogFormat {
    TEXT,
    JSON
}
