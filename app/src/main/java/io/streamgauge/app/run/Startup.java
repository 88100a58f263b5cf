package io.streamgauge.app.run;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.streamgauge.app.CommandFailedException;
import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.guard.GuardWatch;
import io.streamgauge.app.http.CoverageGauges;
import io.streamgauge.app.http.DriftJobView;
import io.streamgauge.app.http.HttpApi;
import io.streamgauge.app.http.HttpSettings;
import io.streamgauge.app.http.ScoringMeters;
import io.streamgauge.app.profile.PipelineProfiles;
import io.streamgauge.app.retraining.DeliveryPart;
import io.streamgauge.app.rollout.DeploymentFollower;
import io.streamgauge.app.rollout.Deployments;
import io.streamgauge.app.rollout.RecordedPipeline;
import io.streamgauge.app.rollout.StoredModels;
import io.streamgauge.app.uncertainty.LabelLearner;
import io.streamgauge.app.writer.WritePermit;
import io.streamgauge.app.writer.WriterTopics;
import io.streamgauge.drift.DriftJobStatus;
import io.streamgauge.drift.ProfileSource;
import io.streamgauge.drift.definition.Delivery;
import io.streamgauge.schemas.DeployedModel;
import io.streamgauge.schemas.PredictionWriter;
import io.streamgauge.schemas.registry.ConfluentSchemaRegistry;
import io.streamgauge.schemas.registry.SchemaRegistry;
import io.streamgauge.scoring.BadModelException;
import io.streamgauge.scoring.EventScoring;
import io.streamgauge.scoring.ModelSource;
import io.streamgauge.scoring.Rollout;
import io.streamgauge.scoring.RolloutLoader;
import io.streamgauge.scoring.ScoringMetrics;
import io.streamgauge.scoring.onnx.OnnxModel;
import io.streamgauge.scoring.onnx.OnnxNatives;
import io.streamgauge.stream.EventPlace;
import io.streamgauge.stream.FeatureTopology;
import io.streamgauge.stream.RowPartitions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the parts of a pipeline, side by side where one does not need the other:
 *
 * <pre>
 *   data directory, log
 *        │
 *        ├── model ─────────────────────────┐
 *        └── broker ──┬── topics ──┬────────┴──▶ topology, HTTP ──▶ group joined ──┬──▶ reads answered
 *                     │            └──▶ drift job                                  └──▶ rows restored
 *                     └── registry, schemas
 * </pre>
 *
 * A registry of the user's is waited for, for a while, before the topology and the drift job start.
 *
 * HTTP listens before the topology joins the group: the group gives a newcomer rows, and whoever asks for them must find it.
 * It answers callers from when the instances have agreed who keeps which rows, while this one's are restored.
 * On a cluster of the user's there is no broker and no registry to start.
 */
final class Startup {

    private static final Logger LOG = LoggerFactory.getLogger(Startup.class);
    private static final Duration MODELS_LOADED_WITHIN = Duration.ofSeconds(30);

    private final Pipeline pipeline;
    private final RuntimeOptions options;
    private final Parts parts;
    private final Consumer<Throwable> failed;
    private final boolean embedded;
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ScoringMetrics scoringMetrics = new ScoringMeters(meters);
    private final CompletableFuture<Optional<DriftTurn>> drift = new CompletableFuture<>();

    Startup(Pipeline pipeline, RuntimeOptions options, Parts parts, Consumer<Throwable> failed) {
        this.pipeline = pipeline;
        this.options = options;
        this.parts = parts;
        this.failed = failed;
        this.embedded = options.cluster().isEmpty();
    }

    PipelineRuntime.Started run() throws InterruptedException {
        long beganNanos = System.nanoTime();
        Ports.require("--port", options.httpPort());
        if (embedded) {
            EmbeddedCluster.requirePorts(options);
        }
        DataDirectory data = parts.add("data directory", DataDirectory.take(options.dataDirectory()));
        parts.add("log", LogFile.open(data.log(), options.logFormat()));
        Optional<Endpoints> last = Endpoints.read(data.path());
        LOG.info("starting pipeline {} from {} in {}", pipeline.name(), pipeline.file(), data.path());
        HttpSettings http =
                options.http().at(Ports.choose(options.httpPort(), last.flatMap(Endpoints::http), Ports.HTTP));
        try (SideBySide tasks = new SideBySide()) {
            parts.add("clock watch", ClockWatch.start(failure -> {
                failed.accept(failure);
                tasks.fail(failure);
            }));
            var model = tasks.start("model", () -> model(data));
            var kafka = tasks.start("broker", () -> kafka(data, last));
            var registry = kafka.then("registry", this::registry);
            var partitions = kafka.then("topics", this::topics);
            // The embedded registry comes up while the topology does; one of the user's has to answer before.
            var serving = embedded ? kafka : registry;
            var drifting = serving.with(partitions).then("drift job", ready -> drift(ready.left(), data));
            var inputs = serving.with(partitions).with(model);
            var topology = inputs.then(
                    "topology",
                    ready -> topology(ready.left().left(), ready.left().right(), ready.right(), data, http));
            var joined = kafka.with(partitions)
                    .with(topology)
                    .then(
                            "group",
                            ready -> join(ready.left().left(), ready.left().right(), ready.right()));
            var reads = joined.then("reads", Observation::awaitReads);
            var rows = joined.with(topology).then("rows", ready -> ready.right().awaitRunning());
            Cluster cluster = registry.get();
            drifting.get();
            deliver(cluster, data);
            rows.get();
            Observation observed = reads.get();
            Endpoints endpoints = endpoints(cluster, observed);
            endpoints.write(data.path());
            parts.add("endpoints", () -> Endpoints.remove(data.path()));
            return new PipelineRuntime.Started(
                    cluster,
                    endpoints,
                    topology.get().streams().streams(),
                    observed.live(),
                    observed.changes(topology.get().state().changes()),
                    topology.get().served(),
                    Duration.ofNanos(System.nanoTime() - beganNanos));
        }
    }

    private OnnxModel model(DataDirectory data) {
        try {
            OnnxNatives.keepIn(data.natives());
            OnnxModel model = parts.add("model", OnnxModel.load(pipeline.model().file(), pipeline.contract()));
            model.note()
                    .ifPresent(note -> LOG.warn("model {}: {}", pipeline.model().file(), note));
            new StoredModels(pipeline, model.digest(), data.path()).keepDocument();
            return model;
        } catch (BadModelException e) {
            throw new CommandFailedException("the model cannot be loaded", e);
        } catch (IOException e) {
            throw new CommandFailedException("cannot unpack native libraries below " + data.natives() + ": " + e, e);
        }
    }

    /**
     * Where Kafka is, and the registry: of the embedded one the address is settled before it serves, so that who needs it
     * may start meanwhile; the registry's client waits for it.
     */
    private Cluster kafka(DataDirectory data, Optional<Endpoints> last) {
        return options.cluster().orElseGet(() -> EmbeddedCluster.startBroker(parts, data, last, options));
    }

    private Cluster registry(Cluster cluster) throws InterruptedException {
        if (embedded) {
            EmbeddedCluster.startRegistry(parts, cluster);
            OutputSchemas.register(pipeline, registryOf(cluster), cluster.schemaRegistryUrl(), true);
        } else {
            new RegistryWait(cluster.schemaRegistryUrl(), options.registryWait(), System::nanoTime)
                    .until(patience -> OutputSchemas.register(
                            pipeline, registryOf(cluster, patience), cluster.schemaRegistryUrl(), false));
        }
        return cluster;
    }

    private Map<String, Integer> topics(Cluster kafka) throws InterruptedException {
        Admin admin = Admin.create(kafka.kafka(Map.of()));
        try {
            Map<String, Integer> partitions =
                    new Topics(admin, kafka).prepare(pipeline.features(), pipeline.runtime(), embedded);
            if (!embedded) {
                Changelogs.requireWhole(
                        admin,
                        ScoringTopology.applicationId(pipeline.name()),
                        ScoringTopology.stores(pipeline, registryOf(kafka), partitions));
            }
            return partitions;
        } finally {
            // Not to wait for a cluster that does not answer.
            admin.close(Duration.ZERO);
        }
    }

    private Optional<DriftTurn> drift(Cluster cluster, DataDirectory data) throws InterruptedException {
        Path directory = options.driftDirectory()
                .map(shared -> shared.resolve(pipeline.name()))
                .orElse(data.drift());
        ProfileSource profiles = PipelineProfiles.of(pipeline, StoredModels.location(pipeline, data.path()));
        Optional<DriftTurn> started = options.drift() && pipeline.drift().isPresent()
                ? Optional.of(parts.add(
                        "drift job",
                        DriftTurn.take(
                                directory,
                                () -> DriftPart.start(pipeline, cluster, directory, profiles, failed),
                                failed)))
                : Optional.empty();
        started.ifPresent(turn -> DriftMeters.bind(meters, turn));
        drift.complete(started);
        return started;
    }

    private void deliver(Cluster cluster, DataDirectory data) {
        Optional<Delivery> delivery = pipeline.drift()
                .flatMap(drift -> Optional.ofNullable(drift.response().delivery()));
        delivery.ifPresent(declared -> parts.add(
                "delivery",
                DeliveryPart.start(
                        declared,
                        pipeline.name(),
                        cluster,
                        System.getenv(),
                        directory(),
                        data.path().resolve("retraining-command.log"),
                        meters)));
    }

    /** The document's. */
    private Path directory() {
        Path parent = pipeline.file().toAbsolutePath().getParent();
        return parent == null ? Path.of("") : parent;
    }

    private MadeTopology topology(
            Cluster cluster, Map<String, Integer> partitions, OnnxModel model, DataDirectory data, HttpSettings http)
            throws InterruptedException {
        int threads = options.threads().orElse(pipeline.runtime().threads());
        WriterTopics writers = parts.add("writer topic", new WriterTopics(cluster.kafka(), registryOf(cluster)));
        Optional<String> served =
                writers.read(pipeline.name()).requireMayRun().served().map(PredictionWriter::getTopic);
        HeldState state = held(cluster, partitions, data);
        EventScoring scoring = new EventScoring(pipeline.features(), pipeline.model(), model, pipeline.vector());
        GuardWatch guards = parts.add("guards", new GuardWatch(cluster, pipeline.name()));
        Rollout rollout = options.replayOf().isPresent()
                ? replay(cluster, options.replayOf().get(), scoring, data, guards)
                : rollout(cluster, scoring, data, guards);
        ScoringTopology wiring = new ScoringTopology(
                pipeline,
                registryOf(cluster),
                scoring,
                rollout,
                partitions,
                state.description().formerLayouts(),
                new WritePermit(writers, pipeline.name(), served),
                scoringMetrics);
        HttpApi listening = parts.add("HTTP server", new HttpApi(Clock.systemUTC(), http));
        listening.listen();
        Map<String, String> overrides = StreamOverrides.of(pipeline.runtime(), cluster, embedded, listening.reached());
        StreamsPart streams = parts.add(
                "topology",
                new StreamsPart(wiring.settings(cluster, data.streams(), threads, overrides), wiring, failed));
        return new MadeTopology(
                streams,
                state,
                served,
                scoring.served(),
                rollout,
                guards,
                new EventPlace(pipeline.features(), partitions, wiring.watermarks()),
                listening);
    }

    /** Lets the group give it rows, which others can ask for from before that. */
    private Observation join(Cluster cluster, Map<String, Integer> partitions, MadeTopology topology) {
        Observation observation = observe(cluster, partitions, topology);
        topology.streams().start();
        if (options.replayOf().isEmpty()
                && topology.rollout() instanceof RolloutLoader loader) { // a replay has learnt already
            parts.add("label learner", LabelLearner.start(cluster, pipeline, topology.model(), loader::accepted));
            CoverageGauges.bind(meters, loader::accepted);
        }
        return observation;
    }

    /** The deployments of another pipeline, and which of them each event was scored under there. */
    private Rollout replay(Cluster cluster, String of, EventScoring scoring, DataDirectory data, GuardWatch guards)
            throws InterruptedException {
        RecordedPipeline recorded = RecordedPipeline.read(cluster, of);
        recorded.requireDocument(scoring.served());
        LOG.info(
                "events are scored as pipeline {} did, by the revisions of its {} predictions",
                of,
                recorded.revisions().events());
        try (Deployments theirs = new Deployments(cluster, of);
                Deployments ours = new Deployments(cluster, pipeline.name())) {
            ours.adopt(theirs.history());
        }
        return loader(cluster, scoring, data, guards).replaying(recorded.revisions());
    }

    /** The deployments, as far as the control topic has them now: loaded before the first event. */
    private RolloutLoader loader(Cluster cluster, EventScoring scoring, DataDirectory data, GuardWatch guards)
            throws InterruptedException {
        ModelSource models = new StoredModels(pipeline, scoring.served().getDigest(), data.path());
        RolloutLoader loader = parts.add("model loader", new RolloutLoader(scoring, models).start());
        parts.add("deployments", DeploymentFollower.start(cluster, pipeline.name(), next -> {
            guards.offer(next);
            return loader.offer(next);
        }));
        loader.await(MODELS_LOADED_WITHIN);
        return loader;
    }

    /** What is deployed, judged by its guards. */
    private Rollout rollout(Cluster cluster, EventScoring scoring, DataDirectory data, GuardWatch guards)
            throws InterruptedException {
        RolloutLoader loader = loader(cluster, scoring, data, guards);
        guards.start();
        if (loader.accepted().isEmpty()) {
            tellDocument(cluster, scoring.served());
        }
        loader.accepted()
                .filter(newest -> !newest.getVariants()
                        .get(0)
                        .getModel()
                        .getDigest()
                        .equals(scoring.served().getDigest()))
                .ifPresent(newest -> LOG.info(
                        "model {} {} of the document does not serve: revision {} of the deployments has another champion",
                        scoring.served().getName(),
                        scoring.served().getVersion(),
                        newest.getRevision()));
        return loader;
    }

    /** Tells which model is revision 0: who deploys may see another file. */
    private void tellDocument(Cluster cluster, DeployedModel served) {
        try (Deployments deployments = new Deployments(cluster, pipeline.name())) {
            deployments.document(served);
        } catch (RuntimeException e) {
            LOG.warn(
                    "which model serves cannot be told in the control topic: a first deployment takes the model file that it"
                            + " sees for it: {}",
                    e.toString());
        }
    }

    /**
     * The topology, the state it goes on with, the topic of another pipeline that it writes to as well, the document's model,
     * what a score on request takes of it, and the server at which other instances find it.
     */
    private record MadeTopology(
            StreamsPart streams,
            HeldState state,
            Optional<String> served,
            DeployedModel model,
            Rollout rollout,
            GuardWatch guards,
            EventPlace place,
            HttpApi http) {

        MadeTopology awaitRunning() throws InterruptedException {
            streams.awaitRunning();
            return this;
        }
    }

    private HeldState held(Cluster cluster, Map<String, Integer> partitions, DataDirectory data) {
        HeldState state = HeldState.take(
                data.path(),
                pipeline.features(),
                FeatureTopology.routes(pipeline.features(), partitions),
                new ReachedTimes(cluster, ScoringTopology.applicationId(pipeline.name())));
        state.changes().forEach(change -> LOG.info("definition: {}", change));
        return state;
    }

    private Observation observe(Cluster cluster, Map<String, Integer> partitions, MadeTopology topology) {
        return parts.add(
                "HTTP",
                Observation.start(
                        pipeline,
                        cluster,
                        registryOf(cluster),
                        topology.streams(),
                        new RowPartitions(pipeline.features(), partitions),
                        topology.state().description().completeness(),
                        topology.rollout(),
                        topology.guards(),
                        topology.place(),
                        meters,
                        scoringMetrics,
                        this::driftTrouble,
                        this::driftJob,
                        topology.http(),
                        options.http()));
    }

    private Optional<String> driftTrouble() {
        return drift.isDone()
                ? drift.join()
                        .flatMap(DriftTurn::status)
                        .filter(status -> status.state() != DriftJobStatus.State.RUNNING)
                        .map(status -> "the drift job is " + status.state())
                : Optional.of("the drift job is starting");
    }

    private DriftJobView driftJob() {
        if (!drift.isDone()) {
            return DriftJobView.without(DriftJobView.State.STARTING, "the drift job is starting");
        }
        return drift.join()
                .map(DriftTurn::view)
                .orElseGet(() -> DriftJobView.without(
                        DriftJobView.State.NONE,
                        options.drift()
                                ? "the document has no drift section"
                                : "this instance was started without the drift job"));
    }

    private Endpoints endpoints(Cluster cluster, Observation observation) {
        return new Endpoints(
                pipeline.name(),
                pipeline.file().toAbsolutePath().toString(),
                cluster.bootstrapServers(),
                cluster.schemaRegistryUrl(),
                Optional.of(observation.url()),
                ProcessHandle.current().pid());
    }

    private static SchemaRegistry registryOf(Cluster cluster) {
        return registryOf(cluster, ConfluentSchemaRegistry.PATIENCE);
    }

    private static SchemaRegistry registryOf(Cluster cluster, Duration patience) {
        return new ConfluentSchemaRegistry(cluster.schemaRegistryUrl(), cluster.registry(), patience);
    }
}
