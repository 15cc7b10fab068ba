// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import java.nio.file.Path;

/** Signals that a file which the command line names is not there: exit status 3. */
final class AbsentFileException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    AbsentFileException(Path file) {
        super("%s: not there (expected: a file)".formatted(file));
    }
}
