// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.callback;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Forgets the answer to an earlier attempt: its headers would count where the next answer has none of its own.
 *
 * <p>A processor, because the step {@code removeVariable} takes the name {@code header:answer} for a repository.
 * Stateless.
 */
public final class ForgetAnswer implements Processor {

    @Override
    public void process(Exchange exchange) {
        exchange.removeVariable("header:answer");
    }
}
