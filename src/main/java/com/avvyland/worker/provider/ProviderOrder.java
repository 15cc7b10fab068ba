// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider;

import com.avvyland.worker.journal.Purchase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Puts the lines of a route into the order of one task: first whoever has been paid for this very work already, then
 * whom the task names, then the others as the route has them. A configured list leaves out whom it does not name.
 */
final class ProviderOrder {

    private ProviderOrder() {}

    /**
     * Return the order.
     *
     * @param lines as the route has them
     * @param configured names in order; empty for the route's own order
     * @param priority names of the task in order; unknown ones mean nothing
     * @param purchases for this work, by offer
     */
    static List<Provider> of(
            List<Provider> lines, List<String> configured, List<String> priority, Map<String, Purchase> purchases) {
        List<Provider> base = configured.isEmpty() ? lines : named(configured, lines);
        List<Provider> order = new ArrayList<>();
        lines.stream().filter(line -> bought(line, purchases)).forEach(order::add);
        add(order, named(priority, base));
        add(order, base);
        return order;
    }

    private static List<Provider> named(List<String> names, List<Provider> among) {
        return names.stream()
                .flatMap(name -> Provider.of(name).stream())
                .filter(among::contains)
                .distinct()
                .toList();
    }

    private static void add(List<Provider> order, List<Provider> more) {
        more.stream().filter(provider -> !order.contains(provider)).forEach(order::add);
    }

    private static boolean bought(Provider provider, Map<String, Purchase> purchases) {
        return purchases.keySet().stream().anyMatch(offer -> offer.startsWith(provider.wireName() + "/"));
    }
}
