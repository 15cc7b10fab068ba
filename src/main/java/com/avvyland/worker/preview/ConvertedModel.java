// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.preview;

import com.avvyland.worker.source.Model;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Holds a model as glTF, whatever it was before: metres or not, but y up.
 *
 * @param model {@code .glb} or {@code .gltf}
 * @param metresPerUnit what the source says of its unit, never applied to the coordinates; empty when it says nothing
 * @param notes what was lost, one sentence each; they quote the model
 */
public record ConvertedModel(Model model, OptionalDouble metresPerUnit, List<String> notes) {

    public ConvertedModel {
        notes = List.copyOf(notes);
    }
}
