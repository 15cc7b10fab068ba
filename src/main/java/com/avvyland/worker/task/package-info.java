// SPDX-License-Identifier: Apache-2.0
/**
 * The vocabulary: what a task asks for, what a callback answers, and how either can fail.
 *
 * <p>CBOR payload bytes enter, typed records leave; callback records enter, deterministic CBOR leaves. Everything here
 * is immutable and safe to share between threads. The contract is {@code docs/wire.cddl}.
 */
@NullMarked
package com.avvyland.worker.task;

import org.jspecify.annotations.NullMarked;
