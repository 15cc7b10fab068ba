// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker;

import com.avvyland.worker.artifact.ArtifactPlan;
import com.avvyland.worker.artifact.S3Links;
import com.avvyland.worker.artifact.S3Stations;
import com.avvyland.worker.asynq.redis.JedisRedis;
import com.avvyland.worker.asynq.redis.RedisLocation;
import com.avvyland.worker.callback.CallbackBody;
import com.avvyland.worker.callback.CallbackHeaders;
import com.avvyland.worker.callback.CallbackRequest;
import com.avvyland.worker.callback.CallbackSigner;
import com.avvyland.worker.callback.DeliveryVerdict;
import com.avvyland.worker.callback.FailureReport;
import com.avvyland.worker.callback.ForgetAnswer;
import com.avvyland.worker.callback.LeaseCheck;
import com.avvyland.worker.callback.ObjectPipelineResult;
import com.avvyland.worker.callback.PreviewResult;
import com.avvyland.worker.callback.ProjectionModelResult;
import com.avvyland.worker.callback.ReceiverCheck;
import com.avvyland.worker.callback.Settlement;
import com.avvyland.worker.callback.StandardWebhook;
import com.avvyland.worker.callback.TraceHeaders;
import com.avvyland.worker.config.CallbackConfig;
import com.avvyland.worker.config.Config;
import com.avvyland.worker.config.ConfigLoader;
import com.avvyland.worker.config.ConfigSource;
import com.avvyland.worker.config.ModelUrlConfig;
import com.avvyland.worker.config.ProvidersConfig;
import com.avvyland.worker.config.RedisConfig;
import com.avvyland.worker.egress.EgressClient;
import com.avvyland.worker.egress.EgressConnections;
import com.avvyland.worker.egress.EgressGet;
import com.avvyland.worker.egress.EgressPolicy;
import com.avvyland.worker.gltf.GeometryReader;
import com.avvyland.worker.gltf.GltfLimits;
import com.avvyland.worker.gltf.GltfReader;
import com.avvyland.worker.journal.Blobs;
import com.avvyland.worker.journal.FallbackBlobs;
import com.avvyland.worker.journal.FinishedResults;
import com.avvyland.worker.journal.PayloadMark;
import com.avvyland.worker.journal.Purchases;
import com.avvyland.worker.journal.RedisBlobs;
import com.avvyland.worker.journal.RedissonClients;
import com.avvyland.worker.journal.TaskNotes;
import com.avvyland.worker.mesh.CanonicalGlbWriter;
import com.avvyland.worker.mesh.MeshoptModel;
import com.avvyland.worker.mesh.texture.TextureRule;
import com.avvyland.worker.mesh.view.ViewCborWriter;
import com.avvyland.worker.metadata.GeometryMetadata;
import com.avvyland.worker.metadata.Understanding;
import com.avvyland.worker.observe.Progress;
import com.avvyland.worker.preview.BrowserDraco;
import com.avvyland.worker.preview.ModelConverter;
import com.avvyland.worker.preview.PreviewCheck;
import com.avvyland.worker.preview.PreviewRenderer;
import com.avvyland.worker.preview.RendererPool;
import com.avvyland.worker.projection.GeneratedModel;
import com.avvyland.worker.projection.ModelRequest;
import com.avvyland.worker.projection.ProjectionStations;
import com.avvyland.worker.projection.prompt.PromptPacks;
import com.avvyland.worker.provider.Pause;
import com.avvyland.worker.provider.ProviderStations;
import com.avvyland.worker.provider.PublicUrls;
import com.avvyland.worker.source.HttpsReader;
import com.avvyland.worker.source.ModelLimits;
import com.avvyland.worker.source.ModelReader;
import com.avvyland.worker.source.UrlReader;
import com.avvyland.worker.task.CborLimits;
import com.avvyland.worker.task.TaskDataFormat;
import com.avvyland.worker.task.TaskDecoder;
import com.avvyland.worker.task.TaskType;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.ContextServicePlugin;
import org.apache.camel.spi.Registry;
import org.apache.camel.support.PluginHelper;
import org.redisson.api.RedissonClient;

/**
 * Binds the stations that routes name, wherever the routes run: the packaged worker, a test, or {@code camel run}.
 *
 * <p>Camel finds it on the class path and calls it before the routes are loaded. What is opened here is closed with the
 * context. Which station follows which is not said here but in {@code routes/}.
 */
public final class WorkerPlugin implements ContextServicePlugin {

    /** Registry name of the {@link Config}; where nobody bound one it is read from file and environment. */
    static final String CONFIG = "config";

    /** Registry name of the renderers; where nobody bound them they are made from the configuration. */
    static final String RENDERERS = "renderers";

    /** Registry name of the prompt packs; where nobody bound them they are read from {@code prompts}, else from the jar. */
    static final String PROMPTS = "promptPacks";

    /** Registry name of a {@code Consumer<StepTime>} that is told of every step; nobody need bind one. */
    static final String STEPS = "stepTimes";

    private final Parts parts = new Parts();

    @Override
    public void load(CamelContext context) {
        try {
            bind(context);
        } catch (RuntimeException | Error failed) {
            // What is open would keep the process of the Camel CLI alive, which ends with its last thread.
            parts.close();
            throw failed;
        }
    }

    private void bind(CamelContext context) {
        fetchCamelParts(context);
        Registry registry = context.getRegistry();
        Config config = registry.lookupByNameAndType(CONFIG, Config.class);
        if (config == null) {
            config = new ConfigLoader(System.getenv(), Path.of("")).load();
        }
        context.getPropertiesComponent().addPropertiesSource(new ConfigSource(config));
        context.getPropertiesComponent().addPropertiesSource(new CamelSettings());
        context.addLifecycleStrategy(new ShutdownTimeout(config.shutdownTimeout()));

        RedisLocation location = location(config.redis());
        registry.bind("asynqRedis", parts.add(JedisRedis.connect(location, null, CONNECTIONS)));
        RedissonClient redis = parts.add(RedissonClients.create(location, CONNECTIONS), RedissonClient::shutdown);
        registry.bind("payloadMark", new PayloadMark());
        registry.bind(
                "finishedResults", new FinishedResults(redis, config.callback().keptFor()));

        CborLimits limits = CborLimits.TASK.withMaxBytes(config.maxPayload().bytes());
        registry.bind("traceHeaders", new TraceHeaders(limits));
        registry.bind("taskCbor", new TaskDataFormat(new TaskDecoder(limits, RUNNABLE)));
        Lent lent = bindStores(registry, config, redis);
        registry.bind("gltfReader", new GltfReader(GltfLimits.DEFAULT));
        registry.bind("geometry", new GeometryReader());
        registry.bind("metadata", new GeometryMetadata());
        registry.bind("understanding", new Understanding(config.providers().canUnderstand()));

        RendererPool renderers = registry.lookupByNameAndType(RENDERERS, RendererPool.class);
        if (renderers == null) {
            renderers = new RendererPool(config.previews(), config.tasksAtOnce());
            registry.bind(RENDERERS, renderers);
        }
        parts.add(renderers).start();
        registry.bind(
                "modelConverter",
                new ModelConverter(renderers, config.maxModel().bytes()));
        registry.bind("previews", new PreviewRenderer(config.previews(), renderers));
        var canonicalGlb = new CanonicalGlbWriter(GltfLimits.DEFAULT, new BrowserDraco(renderers, DRACO_DECODED));
        registry.bind("canonicalGlb", canonicalGlb);
        registry.bind(
                "meshoptModel", new MeshoptModel(canonicalGlb, config.maxModel().bytes()));
        registry.bind("viewCbor", new ViewCborWriter(GltfLimits.DEFAULT, new TextureRule(config.textures())));
        registry.bind("previewResult", new PreviewResult());
        registry.bind("objectPipelineResult", new ObjectPipelineResult());
        bindProjectionModel(registry, config);
        bindProjectionStep(registry, config, redis);

        context.getManagementStrategy().addEventNotifier(new Progress(Clock.systemUTC()));
        Telemetry.watch(context, config.telemetry(), renderers, parts);
        bindProviders(registry, config.providers(), redis, lent);
        bindCallback(registry, config.callback());
    }

    /** Ask for what stations here are made with: the Camel CLI fetches parts of Camel when they are first asked for. */
    private static void fetchCamelParts(CamelContext context) {
        try {
            PluginHelper.getComponentResolver(context).resolveComponent("http", context);
        } catch (Exception missing) {
            throw RuntimeCamelException.wrapRuntimeException(missing);
        }
        PluginHelper.getDataFormatResolver(context).createDataFormat("cbor", context);
    }

    private static void bindProjectionStep(Registry registry, Config config, RedissonClient redis) {
        PromptPacks packs = registry.lookupByNameAndType(PROMPTS, PromptPacks.class);
        ProjectionStations.bind(
                registry,
                config.projection(),
                packs == null ? PromptPacks.of(Path.of("prompts")) : packs,
                new TaskNotes(redis, config.providers().keptFor()),
                Clock.systemUTC());
    }

    private static void bindProjectionModel(Registry registry, Config config) {
        registry.bind("previewCheck", new PreviewCheck(config.previews()));
        registry.bind("modelRequest", new ModelRequest());
        registry.bind(
                "generatedModel",
                new GeneratedModel(
                        registry.lookupByNameAndType("modelReader", ModelReader.class),
                        new GltfReader(GltfLimits.DEFAULT),
                        config.maxModel().bytes()));
        registry.bind("projectionModelResult", new ProjectionModelResult());
    }

    /** What a store lends to the providers: a place for results, and URLs for inputs. */
    private record Lent(Blobs blobs, PublicUrls urls) {}

    private void bindProviders(Registry registry, ProvidersConfig config, RedissonClient redis, Lent lent) {
        Clock clock = Clock.systemUTC();
        parts.add(ProviderStations.bind(
                registry,
                config,
                redis,
                new Purchases(redis, config.keptFor()),
                lent.blobs(),
                clock,
                Pause.REAL,
                lent.urls()));
    }

    /** Bind what reads models from elsewhere and stores what is made of them; return what it lends. */
    private Lent bindStores(Registry registry, Config config, RedissonClient redis) {
        Blobs blobs = new RedisBlobs(redis, config.providers().keptFor());
        Map<String, UrlReader> readers = new HashMap<>();
        ModelUrlConfig urls = config.modelUrl();
        var policy = new EgressPolicy(urls.allowedHosts(), false, false);
        readers.put("https", new HttpsReader(policy, parts.add(new EgressGet(policy, urls.timeout()))));
        registry.bind("artifactPlan", new ArtifactPlan(config.artifacts(), config.s3()));
        PublicUrls lent = PublicUrls.NONE;
        if (config.s3() != null) {
            S3Stations s3 = parts.add(S3Stations.open(config.s3()));
            s3.bind(registry);
            readers.put("s3", s3.reader(urls.timeout()));
            blobs = new FallbackBlobs(s3.blobs(), blobs);
            S3Links links = s3.links();
            lent = (image, time) -> Optional.of(links.lend(image, time));
        }
        registry.bind(
                "modelReader", new ModelReader(new ModelLimits(config.maxModel().bytes()), readers));
        return new Lent(blobs, lent);
    }

    private void bindCallback(Registry registry, CallbackConfig config) {
        var policy = new EgressPolicy(config.allowedHosts(), config.allowHttp(), config.allowPrivate());
        var signer = new CallbackSigner(config.secret(), config.secretPrevious());
        registry.bind("receiverCheck", new ReceiverCheck(policy));
        registry.bind("callbackBody", new CallbackBody());
        registry.bind("failureReport", new FailureReport());
        StandardWebhook standard = config.standardWebhooks()
                ? new StandardWebhook(config.secret(), config.secretPrevious(), Clock.systemUTC())
                : null;
        registry.bind("callbackRequest", new CallbackRequest(policy, signer, standard));
        registry.bind("leaseCheck", new LeaseCheck());
        registry.bind("forgetAnswer", new ForgetAnswer());
        registry.bind("callbackHeaders", new CallbackHeaders());
        registry.bind("egressConnections", parts.add(EgressConnections.open(policy, config.timeout())));
        registry.bind("egressClient", new EgressClient(config.timeout(), ANSWER_READ));
        registry.bind("deliveryVerdict", new DeliveryVerdict(Clock.systemUTC()));
        registry.bind("settlement", new Settlement());
    }

    @Override
    public void unload(CamelContext context) {
        parts.close();
    }

    /** Return the Redis that a configuration names; its own credentials win over those of the address. */
    public static RedisLocation location(RedisConfig config) {
        RedisLocation named = RedisLocation.parse(config.address())
                .with(
                        config.username(),
                        config.password() == null ? null : config.password().reveal());
        int database = config.database() == 0 ? named.database() : config.database();
        return new RedisLocation(
                named.layout(),
                named.tls(),
                named.hosts(),
                database,
                named.master(),
                named.username(),
                named.password());
    }

    /** The families whose stations are there; the others are answered with a failed callback. */
    private static final Set<TaskType> RUNNABLE = Collections.unmodifiableSet(EnumSet.allOf(TaskType.class));

    /** Bytes that one Draco stream may decode to, 512 MiB: twenty million triangles with their vertices. */
    private static final long DRACO_DECODED = 512L << 20;

    /** A receiver's answer is its status; this much of its body is read to keep the connection, 64 KiB. */
    private static final int ANSWER_READ = 64 << 10;

    /** The queue's pipelines and one connection a running task for the journal; Redis allows thousands. */
    private static final int CONNECTIONS = 32;
}
