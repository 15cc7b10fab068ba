// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.avvyland.worker.config.ArtifactsConfig;
import com.avvyland.worker.config.ArtifactsConfig.Store;
import com.avvyland.worker.config.ByteSize;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArtifactSetTest {

    @Test
    void listsNothingBeforeEveryStoredArtifactWasCompared() {
        var plan = new ArtifactPlan(
                new ArtifactsConfig(new ByteSize(10), Store.ALWAYS),
                TestingStores.config(URI.create("http://127.0.0.1:1")));
        ArtifactSet set = plan.plan(ByteBuffer.allocate(20), ByteBuffer.allocate(5), List.of());

        assertThatIllegalStateException()
                .isThrownBy(() -> plan.list(set))
                .withMessage("canonical.glb: not stored yet (expected: routes store artifacts before they list them)");
        set.confirm(set.toStore().getFirst());
        assertThatIllegalStateException().isThrownBy(() -> plan.list(set)).withMessageStartingWith("view.cbor");
        set.confirm(set.toStore().getLast());
        assertThat(plan.list(set)).hasSize(2);
    }
}
