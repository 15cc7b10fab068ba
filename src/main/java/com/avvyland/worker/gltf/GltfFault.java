// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.gltf;

import com.avvyland.worker.task.Excerpt;
import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.TaskFailure;

/** Words the refusals of this package: {@code name: value (expected: ...)}, bounded and printable. */
final class GltfFault {

    private GltfFault() {}

    /** The model breaks the glTF specification, or holds nothing to show. */
    static TaskFailure invalid(String name, Object value, String expected) {
        return fault(FailureCode.INVALID_MODEL, name, value, expected);
    }

    /** The model is past a limit of {@link GltfLimits}. */
    static TaskFailure tooLarge(String name, Object value, String expected) {
        return fault(FailureCode.MODEL_TOO_LARGE, name, value, expected);
    }

    /** The model is sound, and needs something that is not read here. */
    static TaskFailure unsupported(String name, Object value, String expected) {
        return fault(FailureCode.UNSUPPORTED_FORMAT, name, value, expected);
    }

    private static TaskFailure fault(FailureCode code, String name, Object value, String expected) {
        return new TaskFailure(
                code,
                "%s: %s (expected: %s)".formatted(Excerpt.of(name, 120), Excerpt.of(String.valueOf(value)), expected));
    }
}
