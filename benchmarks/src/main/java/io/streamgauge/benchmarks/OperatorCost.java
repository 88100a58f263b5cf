package io.streamgauge.benchmarks;

import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.config.PipelineFile;
import io.streamgauge.app.embedded.EmbeddedBroker;
import io.streamgauge.app.registry.EmbeddedRegistry;
import io.streamgauge.app.replay.FileReplay;
import io.streamgauge.app.replay.Pace;
import io.streamgauge.app.run.Cluster;
import io.streamgauge.schemas.TopicCatalogue;
import io.streamgauge.scoring.EventScoring;
import io.streamgauge.scoring.onnx.OnnxModel;
import io.streamgauge.store.definition.SourceDefinition;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;

/**
 * What the scoring operator costs end to end: a month of the fraud-detection handbook through the fraud pipeline's features,
 * once with the operator and its predictions behind them and once with the same vectors published without a score, one run
 * right after the other and in turn first, on one thread. Time on a processor and bytes allocated per event are those of the
 * topology's own threads, its Kafka clients included, from the moment its tasks run.
 *
 * <p>Usage: {@code OperatorCost CHECKOUT DATA_FOLDER [ROUNDS]}.
 */
public final class OperatorCost {

    private static final int PARTITIONS = 4;
    private static final int ROUNDS = 4;

    private final Pipeline pipeline;
    private final Handbook handbook;
    private final Path scratch;
    private final Map<String, Integer> partitions = new HashMap<>();

    private OperatorCost(Pipeline pipeline, Handbook handbook, Path scratch) {
        this.pipeline = pipeline;
        this.handbook = handbook;
        this.scratch = scratch;
    }

    public static void main(String[] arguments) throws Exception {
        Path checkout = Path.of(arguments[0]);
        Handbook handbook = new Handbook(Path.of(arguments[1]), "2018-04");
        if (!handbook.present()) {
            System.out.println("skipped: " + handbook.transactions() + " is not there");
            return;
        }
        Pipeline pipeline = PipelineFile.load(checkout.resolve("examples/fraud/pipeline.yaml"));
        try (Scratch scratch = Scratch.make("operator-cost")) {
            new OperatorCost(pipeline, handbook, scratch.path())
                    .run(arguments.length > 2 ? Integer.parseInt(arguments[2]) : ROUNDS);
        }
        System.exit(0);
    }

    /**
     * What one run took of an event.
     *
     * @param perSecond events per second, as a reader of the topic sees them
     */
    private record Run(double cpuMicros, double bytes, double perSecond) {}

    /** A run with the operator and one without. */
    private record Pair(Run with, Run without) {

        double ratio(ToDoubleFunction<Run> of) {
            return of.applyAsDouble(with) / of.applyAsDouble(without);
        }
    }

    private void run(int rounds) throws Exception {
        try (EmbeddedBroker broker = new EmbeddedBroker(scratch.resolve("broker"), 0);
                EmbeddedRegistry registry = new EmbeddedRegistry(broker.bootstrapServers(), 0);
                OnnxModel model = OnnxModel.load(pipeline.model().file(), pipeline.contract())) {
            Cluster cluster = new Cluster(broker.bootstrapServers(), registry.url(), Map.of());
            for (SourceDefinition source : pipeline.features().sources().values()) {
                partitions.put(source.topic(), PARTITIONS);
                createTopic(cluster, source.topic());
            }
            long count = 0;
            for (String source : List.of("labels", pipeline.features().scored())) {
                count = new FileReplay(
                                cluster, pipeline.name(), pipeline.features().source(source))
                        .publish(handbook.transactions(), Pace.unlimited(), Long.MAX_VALUE, progress -> {})
                        .published();
            }
            measure(
                    cluster,
                    new EventScoring(pipeline.features(), pipeline.model(), model, pipeline.vector()),
                    count,
                    rounds);
        }
    }

    private void measure(Cluster cluster, EventScoring scoring, long count, int rounds) throws Exception {
        System.out.printf(
                "%,d transactions, exactly once, one thread, %d cores, Java %s%n",
                count, Runtime.getRuntime().availableProcessors(), Runtime.version());
        System.out.printf("%-6s %26s %26s %26s %6s%n", "", "CPU us/event", "B allocated/event", "events/s", "");
        String columns = "%9s %9s %6s".formatted("with", "without", "ratio");
        System.out.printf("%-6s %s %s %s %6s%n", "round", columns, columns, columns, "load");
        List<Pair> pairs = new ArrayList<>();
        for (int round = 0; round <= rounds; round++) {
            // Who goes first in a round meets another state of the machine; so they take turns.
            boolean scoredFirst = round % 2 == 0;
            Run first = once(cluster, scoring, scoredFirst, count, "a" + round);
            Run second = once(cluster, scoring, !scoredFirst, count, "b" + round);
            Pair pair = scoredFirst ? new Pair(first, second) : new Pair(second, first);
            if (round > 0) {
                pairs.add(pair);
            }
            print(round == 0 ? "warm" : "" + round, List.of(pair));
        }
        print("median", pairs);
    }

    private static void print(String round, List<Pair> pairs) {
        StringBuilder line = new StringBuilder("%-6s".formatted(round));
        List<ToDoubleFunction<Run>> columns = List.of(Run::cpuMicros, Run::bytes, Run::perSecond);
        for (int i = 0; i < columns.size(); i++) {
            ToDoubleFunction<Run> column = columns.get(i);
            line.append((i == 0 ? " %9.1f %9.1f %6.2f" : " %,9.0f %,9.0f %6.2f")
                    .formatted(
                            median(pairs, pair -> column.applyAsDouble(pair.with())),
                            median(pairs, pair -> column.applyAsDouble(pair.without())),
                            median(pairs, pair -> pair.ratio(column))));
        }
        System.out.printf(
                "%s %6.1f%n", line, ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    private static double median(List<Pair> pairs, ToDoubleFunction<Pair> of) {
        double[] sorted = pairs.stream().mapToDouble(of).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private Run once(Cluster cluster, EventScoring scoring, boolean scored, long count, String round) throws Exception {
        String name = (scored ? "with-" : "without-") + round;
        TopicCatalogue topics = new TopicCatalogue(name);
        for (String topic :
                List.of(name, topics.deadLetters().name(), topics.lateEvents().name())) {
            createTopic(cluster, topic);
        }
        try (FeaturesRun run =
                new FeaturesRun(name, pipeline, scoring, scored, cluster, partitions, scratch.resolve(name))) {
            run.start();
            ThreadCost before = ThreadCost.of(name + "-");
            double perSecond = Consumed.perSecond(cluster, name, count);
            ThreadCost cost = ThreadCost.of(name + "-").since(before);
            return new Run(cost.cpuNanos() / 1e3 / count, (double) cost.allocatedBytes() / count, perSecond);
        }
    }

    private static void createTopic(Cluster cluster, String name) throws Exception {
        NewTopic topic = new NewTopic(name, Optional.of(PARTITIONS), Optional.empty())
                .configs(Map.of(TopicConfig.RETENTION_MS_CONFIG, "-1"));
        try (Admin admin = Admin.create(cluster.kafka(Map.of()))) {
            admin.createTopics(List.of(topic)).all().get();
        }
    }
}
