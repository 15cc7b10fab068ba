// SPDX-License-Identifier: Apache-2.0
/**
 * The only way out to addresses that a task chose: which URLs, which addresses, how long, how much is read.
 *
 * <p>A URL enters as text and leaves vetted, or is refused with a reason; a host name leaves as addresses that may be
 * dialled. The check sits in the resolver of the connection manager, so that the address that was checked is the one
 * that is dialled. No threads are owned; the caller's thread waits for the answer.
 */
@NullMarked
package com.avvyland.worker.egress;

import org.jspecify.annotations.NullMarked;
