// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider;

import com.avvyland.worker.provider.TestingProvider.Mishap;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Describes one provider's line for {@link ProviderContract}: its fake, how it is reached, something that it can do, and
 * how its fake is made to fail. What every provider says by a plain status is here already; each other fault has either
 * its {@code fails} or its {@code never}, of which the last word counts.
 */
public final class ProviderLine {

    /**
     * Holds one way to fail.
     *
     * @param prepare makes the fake fail that way
     * @param billed purchases of the fake's ledger after it
     */
    record Way(Runnable prepare, int billed) {}

    final Provider provider;
    final TestingProvider fake;
    final ProviderRequest request;
    final boolean job;
    private final Map<String, String> environment;
    private final Map<Fault, Way> ways = new EnumMap<>(Fault.class);
    private final Map<Fault, String> never = new EnumMap<>(Fault.class);

    private ProviderLine(
            Provider provider,
            TestingProvider fake,
            Map<String, String> environment,
            ProviderRequest request,
            boolean job) {
        this.provider = provider;
        this.fake = fake;
        this.environment = Map.copyOf(environment);
        this.request = request;
        this.job = job;
        fails(Fault.RATE_LIMITED, Mishap.answer(429, "{}"));
        fails(Fault.OVERLOADED, Mishap.answer(503, "{}"));
        fails(Fault.TRANSIENT, Mishap.answer(500, "{}"));
        fails(Fault.AUTH, Mishap.answer(401, "{}"));
        fails(Fault.QUOTA_OR_CREDITS, Mishap.answer(402, "{}"));
        fails(Fault.CONFIG, Mishap.answer(404, "{}"));
        fails(Fault.INVALID_INPUT, Mishap.answer(400, "{}"));
        if (!request.capability().reading()) {
            never(Fault.BAD_JSON, "only a reading is held against a schema");
        }
    }

    /** Describe a line that answers at once. */
    public static ProviderLine sync(
            Provider provider, TestingProvider fake, Map<String, String> environment, ProviderRequest request) {
        return new ProviderLine(provider, fake, environment, request, false)
                .never(Fault.JOB_FAILED, "it answers at once, by no job")
                .never(Fault.JOB_LOST, "it answers at once, by no job")
                .never(Fault.RESULT_EXPIRED, "its result is inside its answer");
    }

    /** Describe a line that works by jobs, whose result is a file to fetch unless it is a reading. */
    public static ProviderLine job(
            Provider provider, TestingProvider fake, Map<String, String> environment, ProviderRequest request) {
        ProviderLine line = new ProviderLine(provider, fake, environment, request, true);
        line.fails(Fault.JOB_LOST, () -> fake.whenAsked(Mishap.answer(404, "{}")));
        if (!request.capability().reading()) {
            line.fails(Fault.EMPTY_RESULT, () -> fake.whenFetched(Mishap.answer(200, "neither image nor model")));
            line.fails(Fault.RESULT_EXPIRED, () -> fake.whenFetched(Mishap.answer(404, "{}")));
        }
        return line;
    }

    /** Say which answer to a purchase is this failure; the fake's ledger does not know such a purchase. */
    public ProviderLine fails(Fault fault, Mishap answer) {
        return fails(fault, new Way(() -> fake.next(answer), 0));
    }

    /** Say how the fake does its work and fails all the same. */
    public ProviderLine fails(Fault fault, Runnable prepare) {
        return fails(fault, new Way(prepare, 1));
    }

    private ProviderLine fails(Fault fault, Way way) {
        ways.put(fault, way);
        never.remove(fault);
        return this;
    }

    /** Say that this line has no such failure, and why. */
    public ProviderLine never(Fault fault, String why) {
        ways.remove(fault);
        never.put(fault, why);
        return this;
    }

    @Nullable
    Way way(Fault fault) {
        return ways.get(fault);
    }

    /** Return why there is no such failure; null where nobody said that there is none. */
    @Nullable
    String never(Fault fault) {
        return never.get(fault);
    }

    Map<String, String> environment() {
        return environment;
    }

    /** Return the environment with one variable more. */
    Map<String, String> with(String variable, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(variable, value);
        return more;
    }

    Map<String, String> withoutKey() {
        Map<String, String> less = new HashMap<>(environment);
        less.keySet().removeIf(ProviderLine::secret);
        return less;
    }

    static boolean secret(String variable) {
        return variable.endsWith("_API_KEY") || variable.contains("_SECRET_");
    }

    /** Return how often a purchase was sent, whatever became of it. */
    long submissions() {
        return fake.calls().stream().filter(fake::buys).count();
    }

    /** Return {@code routes/providers.camel.yaml} with this line alone. */
    String route() {
        String capability = request.capability().wireName();
        return """
                - route:
                    id: %1$s
                    errorHandler: { noErrorHandler: {} }
                    from:
                      uri: direct:%1$s
                      steps:
                        - loadBalance:
                            customLoadBalancer: { ref: %1$s-providers }
                            steps:
                              - to: kamelet:%2$s-%1$s-action/%2$s-%1$s
                """.formatted(capability, provider.wireName());
    }
}
