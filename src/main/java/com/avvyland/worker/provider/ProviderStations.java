// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider;

import com.avvyland.worker.config.ProvidersConfig;
import com.avvyland.worker.config.ProvidersConfig.AccountConfig;
import com.avvyland.worker.egress.EgressConnections;
import com.avvyland.worker.egress.EgressGet;
import com.avvyland.worker.egress.EgressPolicy;
import com.avvyland.worker.egress.ProviderClient;
import com.avvyland.worker.egress.RequestKey;
import com.avvyland.worker.journal.Blobs;
import com.avvyland.worker.journal.Purchases;
import com.avvyland.worker.provider.fal.Fal;
import com.avvyland.worker.provider.gemini.Gemini;
import com.avvyland.worker.provider.kie.Kie;
import com.avvyland.worker.provider.nanobanana.NanoBanana;
import com.avvyland.worker.provider.openai.OpenAi;
import com.avvyland.worker.provider.piapi.Piapi;
import com.avvyland.worker.provider.replicate.Replicate;
import com.avvyland.worker.provider.tencent.Tencent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.spi.Registry;
import org.redisson.api.RedissonClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the accounts of all providers and binds what {@code kamelets/} and {@code routes/providers.camel.yaml} name. */
public final class ProviderStations implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ProviderStations.class);

    /** Bytes of one answer, 96 MiB: the largest image in Base64. */
    private static final int MOST_READ = 96 << 20;

    /** Bytes of one result file, 256 MiB: a model of 1.5 million faces with its textures. */
    private static final int MOST_DOWNLOADED = 256 << 20;

    /** For one result file, from connecting to the last byte. */
    private static final Duration DOWNLOAD = Duration.ofMinutes(5);

    private final ProvidersConfig config;
    private final PublicUrls urls;
    private final List<Downloads> open = new ArrayList<>();

    private ProviderStations(ProvidersConfig config, PublicUrls urls) {
        this.config = config;
        this.urls = urls;
    }

    /** Bind everything, with no place that lends URLs. */
    public static ProviderStations bind(
            Registry registry,
            ProvidersConfig config,
            RedissonClient redis,
            Purchases purchases,
            Blobs blobs,
            InstantSource clock,
            Pause pause) {
        return bind(registry, config, redis, purchases, blobs, clock, pause, PublicUrls.NONE);
    }

    /** Bind everything; nothing is called yet. */
    public static ProviderStations bind(
            Registry registry,
            ProvidersConfig config,
            RedissonClient redis,
            Purchases purchases,
            Blobs blobs,
            InstantSource clock,
            Pause pause,
            PublicUrls urls) {
        ProviderStations stations = new ProviderStations(config, urls);
        stations.bindAll(registry, redis, purchases, blobs, clock, pause);
        return stations;
    }

    private void bindAll(
            Registry registry,
            RedissonClient redis,
            Purchases purchases,
            Blobs blobs,
            InstantSource clock,
            Pause pause) {
        Map<Provider, Account> accounts = new EnumMap<>(Provider.class);
        Map<Provider, Downloads> downloads = new EnumMap<>(Provider.class);
        List<String> without = new ArrayList<>();
        for (Provider provider : Provider.values()) {
            boolean configured = bindAccount(registry, provider, clock, downloads);
            accounts.put(provider, Account.of(provider, configured, concurrency(provider)));
            if (!configured) {
                without.add(provider.wireName());
            }
        }
        if (!without.isEmpty()) {
            LOG.info("providers without a key, passed over: {}", String.join(", ", without));
        }
        registry.bind("providerHeaders", new ProviderHeaders());
        Budget budget = new Budget(redis, clock, config.maxCostPerTask(), config.maxCostPerDay());
        ProviderParts parts = new ProviderParts(
                purchases,
                blobs,
                new ProviderAccounts(redis, clock, budget, config.patience(), accounts, downloads),
                clock,
                pause);
        registry.bind("providerAccounts", parts.accounts());
        bindLines(registry, new Stations(registry, parts, urls));
        for (Capability capability : Capability.values()) {
            List<String> order = capability == Capability.UNDERSTAND_IMAGE ? config.understanding() : List.of();
            registry.bind(
                    capability.wireName() + "-providers",
                    new ProviderFailover(capability, parts, order, config.patience()));
        }
    }

    private void bindLines(Registry registry, Stations stations) {
        OpenAi.bind(stations);
        Kie.bind(stations);
        Piapi.bind(stations, config.piapiPointsPerDollar());
        Gemini.bind(stations);
        NanoBanana.bind(stations);
        Fal.bind(stations);
        Replicate.bind(stations);
        Tencent.bind(stations);
    }

    /** Bind the client of one account, whose key goes to its own URLs only; tell whether it has a key. */
    private boolean bindAccount(
            Registry registry, Provider provider, InstantSource clock, Map<Provider, Downloads> downloads) {
        Duration timeout = Duration.ofSeconds(30);
        URI base = config.tencent().endpoint();
        Map<String, RequestKey> keys;
        List<String> hosts = new ArrayList<>();
        if (provider == Provider.TENCENT) {
            keys = Tencent.keys(config.tencent(), clock);
        } else {
            AccountConfig account = account(provider);
            timeout = account.timeout();
            base = account.baseUrl();
            keys = ProviderKeys.of(provider, account);
            URI uploads = account.uploadUrl();
            if (uploads != null) {
                hosts.add(uploads.getHost());
            }
        }
        hosts.add(base.getHost());
        String name = provider.wireName();
        registry.bind(name + "Client", new ProviderClient(timeout, MOST_READ, keys));
        registry.bind(name + "Connections", EgressConnections.open(new EgressPolicy(hosts, true, true), timeout));
        // A base URL without TLS is a test's, or a gateway's in the same network: its files lie there, too.
        boolean inside = base.getScheme().equals("http");
        EgressPolicy policy = new EgressPolicy(inside ? List.of(base.getHost()) : List.of(), inside, inside);
        Downloads files = new Downloads(policy, new EgressGet(policy, DOWNLOAD), MOST_DOWNLOADED);
        open.add(files);
        downloads.put(provider, files);
        return !keys.isEmpty();
    }

    private AccountConfig account(Provider provider) {
        AccountConfig account = config.accounts().get(provider.wireName());
        if (account == null) {
            throw new IllegalStateException("account of %s: none (expected: one)".formatted(provider));
        }
        return account;
    }

    private int concurrency(Provider provider) {
        return provider == Provider.TENCENT
                ? config.tencent().concurrency()
                : account(provider).concurrency();
    }

    @Override
    public void close() {
        for (Downloads downloads : open) {
            try {
                downloads.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
