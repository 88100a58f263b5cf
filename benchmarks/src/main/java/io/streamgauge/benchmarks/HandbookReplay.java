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
import io.streamgauge.schemas.Prediction;
import io.streamgauge.schemas.TopicCatalogue;
import io.streamgauge.schemas.registry.ConfluentSchemaRegistry;
import io.streamgauge.schemas.wire.AvroCodec;
import io.streamgauge.store.definition.SourceDefinition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;

/**
 * A month of the fraud-detection handbook (288,062 transactions) through an embedded run: every feature of every
 * prediction against the authors' and, bit for bit, against a backfill of April to June; events per second, and their ratio to a topology of the same hops that only copies.
 *
 * <p>Usage: {@code HandbookReplay CHECKOUT DATA_FOLDER [THREADS]}. Exits 1 when a feature is wrong.
 */
public final class HandbookReplay {

    private static final int PARTITIONS = 4;

    private final Pipeline pipeline;
    private final Handbook handbook;
    private final int threads;
    private final Path scratch;

    private HandbookReplay(Pipeline pipeline, Handbook handbook, int threads, Path scratch) {
        this.pipeline = pipeline;
        this.handbook = handbook;
        this.threads = threads;
        this.scratch = scratch;
    }

    public static void main(String[] arguments) throws Exception {
        Path checkout = Path.of(arguments[0]);
        Handbook handbook = new Handbook(Path.of(arguments[1]), "2018-04");
        if (!handbook.present()) {
            System.out.println("skipped: " + handbook.transactions() + " is not there");
            return;
        }
        int threads = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 2;
        Pipeline pipeline = PipelineFile.load(checkout.resolve("examples/fraud/pipeline.yaml"));
        Path scratch = Files.createTempDirectory("handbook-replay");
        boolean holds = new HandbookReplay(pipeline, handbook, threads, scratch).run();
        System.exit(holds ? 0 : 1);
    }

    private boolean run() throws Exception {
        Agreement agreement = new Agreement(handbook.features(), handbook.ties());
        try (EmbeddedBroker broker = new EmbeddedBroker(scratch.resolve("broker"), 0);
                EmbeddedRegistry registry = new EmbeddedRegistry(broker.bootstrapServers(), 0)) {
            Cluster cluster = new Cluster(broker.bootstrapServers(), registry.url(), Map.of());
            createTopics(cluster);
            // All is published before anything is measured, so that the publisher's own work is not.
            publish(cluster, "labels");
            long count = publish(cluster, pipeline.features().scored());
            Backfilled backfilled = Backfilled.of(pipeline, handbook.quarter(scratch.resolve("quarter.csv")));
            Consumed.Span scored = score(cluster, count, prediction -> {
                agreement.check(prediction);
                backfilled.check(prediction);
            });
            Consumed.Span copied = copy(cluster, count);
            report(agreement, backfilled, scored, copied);
            return agreement.holds() && backfilled.different() == 0;
        }
    }

    private void createTopics(Cluster cluster) throws Exception {
        List<NewTopic> topics = Stream.concat(
                        pipeline.features().sources().values().stream().map(SourceDefinition::topic),
                        Stream.of(CopyTopology.OUT))
                .map(name -> new NewTopic(name, Optional.of(PARTITIONS), Optional.empty())
                        .configs(Map.of(TopicConfig.RETENTION_MS_CONFIG, "-1")))
                .toList();
        try (Admin admin = Admin.create(cluster.kafka(Map.of()))) {
            admin.createTopics(topics).all().get();
        }
    }

    private long publish(Cluster cluster, String source) throws InterruptedException {
        return new FileReplay(cluster, pipeline.name(), pipeline.features().source(source))
                .publish(handbook.transactions(), Pace.unlimited(), Long.MAX_VALUE, progress -> {})
                .published();
    }

    private Consumed.Span score(Cluster cluster, long count, Consumer<Prediction> each) {
        OptionalInt any = OptionalInt.of(0);
        RuntimeOptions options = new RuntimeOptions(
                scratch.resolve("run"), Optional.of(cluster), any, any, any, OptionalInt.of(threads), false, Map.of());
        AvroCodec<Prediction> codec = new AvroCodec<>(
                Prediction.class, new ConfluentSchemaRegistry(cluster.schemaRegistryUrl(), cluster.registry()));
        try (PipelineRuntime runtime = PipelineRuntime.start(pipeline, options)) {
            return Consumed.read(
                    runtime.cluster(),
                    new TopicCatalogue(pipeline.name()).predictions().name(),
                    count,
                    record -> each.accept(codec.decode(record.value())));
        }
    }

    private Consumed.Span copy(Cluster cluster, long count) {
        String source = pipeline.features().scoredSource().topic();
        try (CopyTopology copy = new CopyTopology(cluster, source, PARTITIONS, threads, scratch.resolve("copy"))) {
            copy.start();
            return Consumed.read(cluster, CopyTopology.OUT, count, record -> {});
        }
    }

    private void report(Agreement agreement, Backfilled backfilled, Consumed.Span scored, Consumed.Span copied) {
        long count = scored.count();
        double ratio = scored.perSecond() / copied.perSecond();
        System.out.printf("transactions published            %,d%n", count);
        System.out.printf("transactions predicted            %,d%n", agreement.transactions());
        System.out.printf("predicted twice                   %,d%n", agreement.duplicates());
        System.out.printf("feature values compared           %,d%n", count * Handbook.FEATURES.size());
        System.out.printf("  differ on same-second ties      %,d%n", agreement.tied());
        System.out.printf(
                "  wrong                           %,d%n", agreement.wrong().size());
        agreement.wrong().stream().limit(10).forEach(line -> System.out.println("    " + line));
        System.out.printf("rows backfilled, April to June    %,d%n", backfilled.rows());
        System.out.printf("  values compared with the stream %,d%n", backfilled.compared());
        System.out.printf("  not equal bit for bit           %,d%n", backfilled.different());
        System.out.printf(
                "events/s, pipeline                %,.0f   (%d threads, exactly once)%n", scored.perSecond(), threads);
        System.out.printf("events/s, same hops, only copying %,.0f%n", copied.perSecond());
        System.out.printf("ratio                             %.2f%n", ratio);
    }
}
