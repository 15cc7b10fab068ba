// SPDX-License-Identifier: Apache-2.0
/**
 * Binds meshoptimizer 1.2 through {@code java.lang.foreign}, and guards every call.
 *
 * <p>Two layers. Below: classes in the style of jextract ({@code indexing_h}, {@code codec_h} ...), one method a C
 * function, all made from the table {@link com.avvyland.worker.mesh.meshopt.NativeFunction}. They are package-private:
 * a wrong index there kills the process or corrupts its memory without a word. Above: public classes by role, which
 * check every size, stride, count and index before native code sees it, and every decoded index after.
 *
 * <p>Nothing here owns a thread or keeps memory beyond a call; every class is safe for any thread. What a call reads or
 * writes must not be changed by another thread meanwhile.
 */
@NullMarked
package com.avvyland.worker.mesh.meshopt;

import org.jspecify.annotations.NullMarked;
