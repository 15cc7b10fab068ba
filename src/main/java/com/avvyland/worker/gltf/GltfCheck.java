// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.gltf;

import com.avvyland.worker.task.TaskFailure;
import java.util.List;
import java.util.Set;

/** Refuses a kind of fault. A check may rely on what the checks before it in {@link #all} have established. */
interface GltfCheck {

    /**
     * Look at one concern of an asset.
     *
     * @throws TaskFailure permanent, with the path of the fault
     */
    void check(GltfAsset asset);

    /** Return the checks in their order: the cheap and the structural first, those that read vertex data last. */
    static List<GltfCheck> all(GltfLimits limits, Set<String> decoded) {
        return List.of(
                new ExtensionCheck(decoded),
                new IndexCheck(),
                new NodeGraphCheck(limits),
                new BufferViewCheck(),
                new AccessorCheck(limits),
                new BudgetCheck(limits),
                new DrawCheck(limits),
                new ImageCheck(limits),
                new PrimitiveCheck(),
                new FiniteCheck());
    }

    /** Return the checks of what only decoding has brought to light. Its size was bounded by {@link #all}. */
    static List<GltfCheck> ofDecoded(GltfLimits limits) {
        return List.of(
                new BufferViewCheck(),
                new AccessorCheck(limits),
                new DrawCheck(limits),
                new PrimitiveCheck(),
                new FiniteCheck());
    }
}
