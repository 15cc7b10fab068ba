// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.gltf.StoredElements;
import java.util.List;
import org.junit.jupiter.api.Test;

class VertexBitsTest {

    private static final StoredElements SAME = new StoredElements(new byte[8], 0, 4, 4, 2);

    /** Where hashes collide, this alone keeps vertices apart. */
    @Test
    void tellsApartVerticesThatDifferInOneBitOfTheLastStream() {
        var last = new StoredElements(new byte[] {0, 0, 0, 9, 0, 0, 1, 7}, 0, 4, 3, 2);

        assertThat(new VertexBits(List.of(SAME, last), 1).equal(0, 1)).isFalse();
    }

    @Test
    void looksAtNothingBetweenElements() {
        var padded = new StoredElements(new byte[] {5, 5, 5, 1, 5, 5, 5, 2}, 0, 4, 3, 2);
        var bits = new VertexBits(List.of(SAME, padded), 1);

        assertThat(bits.equal(0, 1)).isTrue();
        assertThat(bits.hash(0)).isEqualTo(bits.hash(1));
    }
}
