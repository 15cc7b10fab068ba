// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configuration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** At DEBUG these print Authorization headers and canonical requests. */
class WireLogTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "software.amazon.awssdk.request",
                "software.amazon.awssdk.auth.signer",
                "org.apache.hc.client5.http.wire",
                "org.apache.hc.client5.http.headers",
            })
    void printsNothingBelowAWarningWhateverTheRootSays(String logger) {
        Configuration shipped = LoggerContext.getContext(false).getConfiguration();

        assertThat(shipped.getConfigurationSource().getLocation()).endsWith("log4j2.xml");
        assertThat(shipped.getLoggerConfig(logger)).isNotSameAs(shipped.getRootLogger());
        assertThat(LogManager.getLogger(logger).getLevel()).isEqualTo(Level.WARN);
    }
}
