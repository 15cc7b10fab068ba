// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import com.avvyland.worker.provider.Provider;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Knows the environment variables that hold the providers' keys; configuration files never do. */
final class ProviderVariables {

    private ProviderVariables() {}

    /** Return the variables without which a provider is passed over. */
    static List<String> keys(Provider provider) {
        return provider == Provider.TENCENT
                ? List.of("TENCENT_SECRET_ID", "TENCENT_SECRET_KEY")
                : List.of(provider.wireName().toUpperCase(Locale.ROOT) + "_API_KEY");
    }

    /** Tell whether a provider has its key. */
    static boolean configured(Provider provider, Map<String, String> environment) {
        return keys(provider).stream()
                .noneMatch(key -> environment.getOrDefault(key, "").isEmpty());
    }

    /** Return an environment in which no provider has a key: nothing can be bought. */
    static Map<String, String> none(Map<String, String> environment) {
        var without = new HashMap<>(environment);
        List<String> keys = new ArrayList<>();
        for (Provider provider : Provider.values()) {
            keys.addAll(keys(provider));
        }
        without.keySet().removeAll(keys);
        return without;
    }
}
