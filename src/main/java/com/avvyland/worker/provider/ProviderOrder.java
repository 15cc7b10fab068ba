// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider;

import com.avvyland.worker.journal.Purchase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Puts the lines of a route into the order of one task: first whoever has been paid for this very work already, then
 * whom the task names, then the others as the route has them; a judge from another family than the painter's comes before
 * one of the same. A configured list leaves out whom it does not name.
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
     * @param notBy a family that comes last, whatever else is said; absent for none
     * @param model the model of a provider, as far as it is known
     */
    static List<Provider> of(
            List<Provider> lines,
            List<String> configured,
            List<String> priority,
            Map<String, Purchase> purchases,
            @Nullable String notBy,
            Function<Provider, @Nullable String> model) {
        List<Provider> base = configured.isEmpty() ? lines : named(configured, lines);
        List<Provider> order = new ArrayList<>();
        lines.stream().filter(line -> bought(line, purchases)).forEach(order::add);
        List<Provider> paid = List.copyOf(order);
        add(order, named(priority, base));
        add(order, base);
        return notBy == null ? order : Families.others(order, notBy, model, paid);
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
