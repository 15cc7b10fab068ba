// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.observe;

import org.apache.camel.Exchange;

/** Is told of every {@code step} of every route, on the thread that runs it. */
public interface StepListener {

    void began(Exchange exchange, String step);

    void ended(Exchange exchange, StepTime time);
}
