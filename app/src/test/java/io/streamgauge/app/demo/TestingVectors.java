package io.streamgauge.app.demo;

import io.streamgauge.app.generator.GeneratorConfig;
import io.streamgauge.app.generator.Transaction;
import io.streamgauge.app.generator.TransactionGenerator;
import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.definition.ViewDefinition;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.vector.FeatureValues;
import io.streamgauge.store.vector.VectorPlan;
import io.streamgauge.store.view.ViewEngine;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The feature vectors of generated transactions, by the pipeline's own arithmetic and without Kafka. */
final class TestingVectors {

    /** Takes one transaction's vector, which is its own to keep; NaN where missing. */
    interface Sink {
        void take(Transaction transaction, double[] vector);
    }

    private final FeatureDefinition definition;
    private final VectorPlan plan;
    private final GeneratedEvents transactions;
    private final GeneratedEvents labels;
    private final Map<ViewDefinition, ViewEngine> engines = new HashMap<>();
    private final Map<ViewDefinition, Map<String, byte[]>> rows = new HashMap<>();

    TestingVectors(FeatureDefinition definition, List<String> inputs) {
        this.definition = definition;
        this.plan = VectorPlan.of(definition, inputs);
        this.transactions = new GeneratedEvents(definition.source("transactions"));
        this.labels = new GeneratedEvents(definition.source("labels"));
        for (ViewDefinition view : definition.views()) {
            engines.put(
                    view, new ViewEngine(view, definition.source(view.source()).schema()));
            rows.put(view, new HashMap<>());
        }
    }

    List<String> names() {
        return plan.names();
    }

    /** Walks through the days before {@code endDay} and hands over the vectors from {@code fromDay} on. */
    void run(GeneratorConfig config, int fromDay, int endDay, Sink sink) {
        TransactionGenerator generator = new TransactionGenerator(config);
        DemoFeed feed = new DemoFeed(generator, 0, 0);
        for (Outgoing next = feed.next(); next.transaction().timeMs() < generator.startMs(endDay); next = feed.next()) {
            if (next.kind() == Outgoing.Kind.LABEL) {
                label(labels.of(next.transaction()));
            } else if (next.transaction().timeMs() >= generator.startMs(fromDay)) {
                sink.take(next.transaction(), vector(transactions.of(next.transaction())));
            } else {
                update(transactions.of(next.transaction()));
            }
        }
    }

    private void label(Event event) {
        for (ViewDefinition view : definition.views()) {
            if (view.source().equals("labels")) {
                // A label is as old as its delay when it comes, and is read for a window's length from then on.
                update(view, event, event.timeMs() - view.longestWindow().toMillis());
            }
        }
    }

    private void update(Event event) {
        for (ViewDefinition view : definition.views()) {
            if (view.source().equals(definition.scored())) {
                update(view, event, event.timeMs() - engine(view).horizonMs());
            }
        }
    }

    private void update(ViewDefinition view, Event event, long evictUpToMs) {
        String entity = entity(view, event);
        rows(view).put(entity, engine(view).update(rows(view).get(entity), event, evictUpToMs));
    }

    private double[] vector(Event event) {
        FeatureValues features = new FeatureValues(definition.viewFeatureNames().size());
        for (ViewDefinition view : definition.views()) {
            ViewEngine engine = engine(view);
            int offset = definition.offsetOf(view);
            String entity = entity(view, event);
            byte[] row = rows(view).get(entity);
            if (view.source().equals(definition.scored())) {
                long evictUpToMs = event.timeMs() - engine.horizonMs();
                rows(view).put(entity, engine.updateAndRead(row, event, evictUpToMs, features, offset));
            } else {
                engine.read(row, event.timeMs(), features, offset);
            }
        }
        FeatureValues vector = new FeatureValues(plan.size());
        plan.assemble(event, features, vector);
        double[] values = new double[plan.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = vector.isMissing(i) ? Double.NaN : vector.valueAt(i);
        }
        return values;
    }

    private ViewEngine engine(ViewDefinition view) {
        return Objects.requireNonNull(engines.get(view));
    }

    private Map<String, byte[]> rows(ViewDefinition view) {
        return Objects.requireNonNull(rows.get(view));
    }

    private static String entity(ViewDefinition view, Event event) {
        return Objects.requireNonNull(event.keyAt(event.schema().indexOf(view.entity())));
    }
}
