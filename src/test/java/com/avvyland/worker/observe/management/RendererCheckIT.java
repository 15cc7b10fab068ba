// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.observe.management;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.avvyland.worker.config.ConfigLoader;
import com.avvyland.worker.preview.RendererPool;
import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.health.HealthCheck.State;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RendererCheckIT {

    @Test
    void isDownWhenNoBrowserStarts() throws Exception {
        try (var camel = new DefaultCamelContext();
                var pool = pool("/bin/false")) {
            RendererCheck check = new RendererCheck(pool);
            check.setCamelContext(camel);
            assertThat(check.call().getState()).isEqualTo(State.UP);

            pool.start();

            await().atMost(ofSeconds(30)).until(() -> check.call().getState() == State.DOWN);
            assertThat(check.isLiveness()).isFalse();
        }
    }

    private static RendererPool pool(String browser) {
        var environment = Map.of("MODEL_PREVIEW_CALLBACK_SECRET", "s", "PREVIEW_BROWSER", browser);
        return new RendererPool(
                new ConfigLoader(environment, Path.of("")).load().previews(), 1);
    }
}
