// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.tencent;

import com.avvyland.worker.provider.Fault;
import com.avvyland.worker.provider.ProviderException;
import com.avvyland.worker.provider.ProviderRequest.Model;

/**
 * Says what is ordered and what that takes.
 *
 * @param version of Hunyuan 3D
 * @param geometry whether the model is white: without colours and maps
 */
record TencentOffer(String version, boolean geometry) {

    /** What a job makes when nobody says how many; naming even this number may cost. */
    private static final int USUAL_FACES = 500_000;

    // Credits by the international price list, document 1284/75281.
    private static final int NORMAL = 25;
    private static final int GEOMETRY = 15;
    private static final int EXTRA = 10;

    /**
     * Read the configured model: {@code 3.1}, or {@code 3.1:Geometry}.
     *
     * @throws ProviderException {@link Fault#CONFIG} for anything else
     */
    static TencentOffer of(String model) {
        if (!model.matches("[0-9]\\.[0-9](:Geometry)?")) {
            throw new ProviderException(Fault.CONFIG, "model: %s (expected: 3.1 or 3.1:Geometry)".formatted(model));
        }
        return new TencentOffer(model.substring(0, 3), model.endsWith(":Geometry"));
    }

    /** Tell whether the number of faces is not the one that everybody gets. */
    static boolean facesWanted(Model request) {
        return request.faces() != null && request.faces() != USUAL_FACES;
    }

    /** Return the credits of one job. */
    int credits(Model request) {
        int extras = (request.views().isEmpty() ? 0 : 1)
                + (request.pbr() && !geometry ? 1 : 0)
                + (facesWanted(request) ? 1 : 0);
        return (geometry ? GEOMETRY : NORMAL) + EXTRA * extras;
    }
}
