// SPDX-License-Identifier: Apache-2.0
/** Proves that the routes run with the Camel CLI as they do in the packaged worker. */
@NullMarked
package com.avvyland.worker.camelcli;

import org.jspecify.annotations.NullMarked;
