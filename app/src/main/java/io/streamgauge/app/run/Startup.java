package io.streamgauge.app.run;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.streamgauge.app.CommandFailedException;
import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.http.CoverageGauges;
import io.streamgauge.app.http.HttpSettings;
import io.streamgauge.app.http.ScoringMeters;
import io.streamgauge.app.retraining.DeliveryPart;
import io.streamgauge.app.rollout.StoredModels;
import io.streamgauge.app.uncertainty.LabelLearner;
import io.streamgauge.drift.definition.Delivery;
import io.streamgauge.scoring.BadModelException;
import io.streamgauge.scoring.RolloutLoader;
import io.streamgauge.scoring.ScoringMetrics;
import io.streamgauge.scoring.onnx.OnnxModel;
import io.streamgauge.scoring.onnx.OnnxNatives;
import io.streamgauge.stream.RowPartitions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
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

    private final Pipeline pipeline;
    private final RuntimeOptions options;
    private final Parts parts;
    private final Consumer<Throwable> failed;
    private final boolean embedded;
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ScoringMetrics scoringMetrics = new ScoringMeters(meters);
    private final DriftStart drift;

    Startup(Pipeline pipeline, RuntimeOptions options, Parts parts, Consumer<Throwable> failed) {
        this.pipeline = pipeline;
        this.options = options;
        this.parts = parts;
        this.failed = failed;
        this.embedded = options.cluster().isEmpty();
        this.drift = new DriftStart(pipeline, options, parts, failed, meters);
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
            var drifting = serving.with(partitions).then("drift job", ready -> drift.start(ready.left(), data));
            var inputs = serving.with(partitions).with(model);
            var topology = inputs.then(
                    "topology",
                    ready -> new TopologyStart(pipeline, options, parts, failed, scoringMetrics)
                            .make(ready.left().left(), ready.left().right(), ready.right(), data, http));
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
            OutputSchemas.register(pipeline, cluster.schemas(), cluster.schemaRegistryUrl(), true);
        } else {
            new RegistryWait(cluster.schemaRegistryUrl(), options.registryWait(), System::nanoTime)
                    .until(patience -> OutputSchemas.register(
                            pipeline, cluster.schemas(patience), cluster.schemaRegistryUrl(), false));
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
                        ScoringTopology.stores(pipeline, kafka.schemas(), partitions));
            }
            return partitions;
        } finally {
            // Not to wait for a cluster that does not answer.
            admin.close(Duration.ZERO);
        }
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

    private Observation observe(Cluster cluster, Map<String, Integer> partitions, MadeTopology topology) {
        return parts.add(
                "HTTP",
                Observation.start(
                        pipeline,
                        cluster,
                        cluster.schemas(),
                        topology.streams(),
                        new RowPartitions(pipeline.features(), partitions),
                        topology.state().description().completeness(),
                        topology.rollout(),
                        topology.guards(),
                        topology.place(),
                        meters,
                        scoringMetrics,
                        drift::trouble,
                        drift::view,
                        topology.http(),
                        options.http()));
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
}
