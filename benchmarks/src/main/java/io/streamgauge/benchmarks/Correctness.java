package io.streamgauge.benchmarks;

import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.run.Cluster;
import io.streamgauge.schemas.Prediction;
import io.streamgauge.schemas.registry.ConfluentSchemaRegistry;
import io.streamgauge.schemas.wire.AvroCodec;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/** What must hold of the predictions of every run: the authors' features, the backfill's bits, each event once. */
final class Correctness {

    private final Map<String, double[]> features;
    private final Set<String> ties;
    private final Backfilled backfilled;
    private Agreement last = new Agreement(Map.of(), Set.of());
    private boolean holds = true;

    Correctness(Pipeline pipeline, Handbook handbook, Path scratch) throws IOException {
        this.features = handbook.features();
        this.ties = handbook.ties();
        this.backfilled = Backfilled.of(pipeline, handbook.quarter(scratch.resolve("quarter.csv")));
    }

    /** Reads and checks the predictions of one run; prints what does not hold. */
    void check(Cluster cluster, String topic, long count, PrintStream out) {
        AvroCodec<Prediction> codec = new AvroCodec<>(
                Prediction.class, new ConfluentSchemaRegistry(cluster.schemaRegistryUrl(), cluster.registry()));
        Agreement agreement = new Agreement(features, ties);
        long differentBefore = backfilled.different();
        Consumed.read(cluster, topic, count, record -> {
            Prediction prediction = codec.decode(record.value());
            agreement.check(prediction);
            backfilled.check(prediction);
        });
        if (!agreement.holds() || backfilled.different() > differentBefore) {
            holds = false;
            out.printf(
                    "%s: %,d predicted, %,d twice, %,d features wrong, %,d not the backfill's%n",
                    topic,
                    agreement.transactions(),
                    agreement.duplicates(),
                    agreement.wrong().size(),
                    backfilled.different() - differentBefore);
            agreement.wrong().stream().limit(10).forEach(line -> out.println("    " + line));
        }
        last = agreement;
    }

    boolean holds() {
        return holds;
    }

    /** What was compared; the numbers per run are the last one's. */
    void report(PrintStream out) {
        out.printf("transactions predicted, each run    %,d%n", last.transactions());
        out.printf("predicted twice                     %,d%n", last.duplicates());
        out.printf("feature values compared, each run   %,d%n", last.transactions() * Handbook.FEATURES.size());
        out.printf("  differ on same-second ties        %,d%n", last.tied());
        out.printf("  wrong                             %,d%n", last.wrong().size());
        out.printf("rows backfilled, April to June      %,d%n", backfilled.rows());
        out.printf("  values compared, all runs         %,d%n", backfilled.compared());
        out.printf("  not equal bit for bit             %,d%n", backfilled.different());
    }
}
