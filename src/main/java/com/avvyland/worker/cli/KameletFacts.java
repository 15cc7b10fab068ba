// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Holds what a provider's Kamelet says of its model and its price.
 *
 * @param model as it is written, with placeholders
 * @param price US dollars; empty for none
 * @param priced what the price is of, for people
 */
record KameletFacts(String model, String price, String priced) {

    /** Read {@code kamelets/NAME.kamelet.yaml} beside the routes; a Kamelet that is not there says nothing. */
    static KameletFacts read(Path routes, String name) throws IOException {
        Path file =
                routes.toAbsolutePath().resolveSibling("kamelets").resolve(RunFiles.harmless(name) + ".kamelet.yaml");
        if (!Files.isRegularFile(file)) {
            return new KameletFacts("", "", "");
        }
        Object root = new Load(LoadSettings.builder().setLabel(file.toString()).build())
                .loadFromString(Files.readString(file));
        return new KameletFacts(
                property(root, "model", "default"),
                property(root, "price", "default"),
                property(root, "price", "description"));
    }

    private static String property(Object root, String name, String key) {
        Object node = root;
        for (String step : new String[] {"spec", "definition", "properties", name, key}) {
            node = node instanceof Map<?, ?> map ? map.get(step) : null;
        }
        return node == null ? "" : String.valueOf(node);
    }
}
