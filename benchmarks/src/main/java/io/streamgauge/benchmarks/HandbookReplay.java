package io.streamgauge.benchmarks;

import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.config.PipelineFile;
import io.streamgauge.app.embedded.EmbeddedBroker;
import io.streamgauge.app.registry.EmbeddedRegistry;
import io.streamgauge.app.replay.FileReplay;
import io.streamgauge.app.replay.Pace;
import io.streamgauge.app.run.Cluster;
import io.streamgauge.app.run.PipelineRuntime;
import io.streamgauge.app.run.RuntimeOptions;
import io.streamgauge.schemas.TopicCatalogue;
import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.definition.SourceDefinition;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;

/**
 * A month of the fraud-detection handbook (288,062 transactions) through an embedded run, with one and with two threads and
 * several times over: events per second, and their ratio to a topology of the same sources and hops that only copies, run
 * right after it. Every feature of every prediction is compared with the authors' and, bit for bit, with a backfill of
 * April to June.
 *
 * <p>Usage: {@code HandbookReplay CHECKOUT DATA_FOLDER [ROUNDS [KAFKA_SETTING=VALUE ...]]}; the settings go to the pipeline
 * and to the copy. Exits 1 when a feature is wrong.
 */
public final class HandbookReplay {

    private static final int PARTITIONS = 4;
    private static final int ROUNDS = 3;
    private static final String FEEDING = "labels";
    private static final List<Integer> THREADS = List.of(1, 2);

    private final Pipeline pipeline;
    private final Handbook handbook;
    private final Map<String, String> settings;
    private final Path scratch;

    private HandbookReplay(Pipeline pipeline, Handbook handbook, Map<String, String> settings, Path scratch) {
        this.pipeline = pipeline;
        this.handbook = handbook;
        this.settings = settings;
        this.scratch = scratch;
    }

    public static void main(String[] arguments) throws Exception {
        Path checkout = Path.of(arguments[0]);
        Handbook handbook = new Handbook(Path.of(arguments[1]), "2018-04");
        if (!handbook.present()) {
            System.out.println("skipped: " + handbook.transactions() + " is not there");
            return;
        }
        int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : ROUNDS;
        Map<String, String> settings = Stream.of(arguments)
                .skip(3)
                .map(argument -> argument.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        Pipeline pipeline = PipelineFile.load(checkout.resolve("examples/fraud/pipeline.yaml"));
        boolean holds;
        try (Scratch scratch = Scratch.make("handbook-replay")) {
            holds = new HandbookReplay(pipeline, handbook, settings, scratch.path()).run(rounds);
        }
        System.exit(holds ? 0 : 1);
    }

    private boolean run(int rounds) throws Exception {
        Correctness correctness = new Correctness(pipeline, handbook, scratch);
        try (EmbeddedBroker broker = new EmbeddedBroker(scratch.resolve("broker"), 0);
                EmbeddedRegistry registry = new EmbeddedRegistry(broker.bootstrapServers(), 0)) {
            Cluster cluster = new Cluster(broker.bootstrapServers(), registry.url(), settings);
            for (SourceDefinition source : pipeline.features().sources().values()) {
                createTopic(cluster, source.topic());
            }
            // All is published before anything is measured, so that the publisher's own work is not.
            publish(cluster, FEEDING);
            long count = publish(cluster, pipeline.features().scored());
            measure(cluster, count, rounds, correctness);
        }
        return correctness.holds();
    }

    private void measure(Cluster cluster, long count, int rounds, Correctness correctness) throws Exception {
        System.out.printf(
                "%,d transactions, exactly once, %d cores, Java %s%n",
                count, Runtime.getRuntime().availableProcessors(), Runtime.version());
        Throughputs throughputs = new Throughputs();
        throughputs.printHeader(System.out);
        for (int round = 1; round <= rounds; round++) {
            for (int threads : THREADS) {
                String run = threads + "-" + round;
                double scored = score(cluster, pipeline.name() + "-" + run, count, threads);
                double copied = copy(cluster, "copy-" + run, count, threads);
                throughputs.add(round, threads, scored, copied, System.out);
                correctness.check(cluster, predictions(pipeline.name() + "-" + run), count, System.out);
            }
        }
        THREADS.forEach(threads -> throughputs.printMedians(System.out, threads));
        correctness.report(System.out);
    }

    private static void createTopic(Cluster cluster, String name) throws Exception {
        NewTopic topic = new NewTopic(name, Optional.of(PARTITIONS), Optional.empty())
                .configs(Map.of(TopicConfig.RETENTION_MS_CONFIG, "-1"));
        try (Admin admin = Admin.create(cluster.kafka(Map.of()))) {
            admin.createTopics(List.of(topic)).all().get();
        }
    }

    private long publish(Cluster cluster, String source) throws InterruptedException {
        return new FileReplay(cluster, pipeline.name(), pipeline.features().source(source))
                .publish(handbook.transactions(), Pace.unlimited(), Long.MAX_VALUE, progress -> {})
                .published();
    }

    private double score(Cluster cluster, String name, long count, int threads) {
        RuntimeOptions options = RuntimeOptions.in(scratch.resolve(name))
                .cluster(Optional.of(cluster))
                .anyPorts()
                .threads(OptionalInt.of(threads))
                .drift(false)
                .build();
        try (PipelineRuntime runtime = PipelineRuntime.start(named(name), options)) {
            return Consumed.perSecond(runtime.cluster(), predictions(name), count);
        }
    }

    private double copy(Cluster cluster, String name, long count, int threads) throws Exception {
        createTopic(cluster, name);
        CopyTopology.Sources sources = new CopyTopology.Sources(
                pipeline.features().scoredSource().topic(),
                pipeline.features().source(FEEDING).topic(),
                PARTITIONS);
        try (CopyTopology copy = new CopyTopology(name, cluster, sources, threads, scratch.resolve(name))) {
            copy.start();
            return Consumed.perSecond(cluster, name, count);
        }
    }

    private static String predictions(String pipeline) {
        return new TopicCatalogue(pipeline).predictions().name();
    }

    /** The pipeline under another name, so that every run has topics and state of its own. */
    private Pipeline named(String name) {
        FeatureDefinition features = pipeline.features();
        return new Pipeline(
                pipeline.file(),
                new FeatureDefinition(
                        name, features.sources(), features.scored(), features.views(), features.expressions()),
                pipeline.model(),
                pipeline.vector(),
                pipeline.labels(),
                pipeline.drift(),
                pipeline.runtime(),
                pipeline.warnings());
    }
}
