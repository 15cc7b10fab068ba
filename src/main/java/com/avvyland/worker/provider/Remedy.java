// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider;

/** Says what follows a fault. */
public enum Remedy {
    /** The next provider may do it. */
    NEXT,
    /** The same provider will do it after a while; the next one, when that is too long. */
    LATER,
    /** It may have been paid: nobody else is asked until that is known. */
    HOLD,
    /** The content was refused: nobody else is asked. */
    STOP
}
