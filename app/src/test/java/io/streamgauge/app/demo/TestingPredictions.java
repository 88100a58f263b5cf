package io.streamgauge.app.demo;

import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.generator.GeneratorConfig;
import io.streamgauge.app.generator.Transaction;
import io.streamgauge.app.generator.TransactionGenerator;
import io.streamgauge.schemas.Prediction;
import io.streamgauge.scoring.EventScorer;
import io.streamgauge.scoring.EventScoring;
import io.streamgauge.scoring.Model;
import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.definition.ViewDefinition;
import io.streamgauge.store.event.EnrichedEvent;
import io.streamgauge.store.event.EntityKey;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.event.Origin;
import io.streamgauge.store.vector.FeatureValues;
import io.streamgauge.store.vector.VectorPlan;
import io.streamgauge.store.view.EntityState;
import io.streamgauge.store.view.ViewEngine;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** The predictions of generated transactions, by the pipeline's own arithmetic and model and without Kafka. */
final class TestingPredictions implements AutoCloseable {

    /** Takes one transaction's prediction. */
    interface Sink {
        void take(Transaction transaction, Prediction prediction);
    }

    private final FeatureDefinition definition;
    private final EventScorer scorer;
    private final GeneratedEvents transactions;
    private final GeneratedEvents labels;
    private final Map<ViewDefinition, ViewEngine> engines = new HashMap<>();
    private final Map<ViewDefinition, Map<String, EntityState>> states = new HashMap<>();
    private long offset;

    TestingPredictions(Pipeline pipeline, Model model) {
        this.definition = pipeline.features();
        this.scorer = new EventScoring(
                        definition, pipeline.model(), model, VectorPlan.of(definition, pipeline.inputs()))
                .newScorer();
        this.transactions = new GeneratedEvents(definition.source("transactions"));
        this.labels = new GeneratedEvents(definition.source("labels"));
        for (ViewDefinition view : definition.views()) {
            engines.put(
                    view, new ViewEngine(view, definition.source(view.source()).schema()));
            states.put(view, new HashMap<>());
        }
    }

    /** Walks through the days before {@code endDay} and hands over the predictions from {@code fromDay} on. */
    void run(GeneratorConfig config, int fromDay, int endDay, Sink sink) {
        TransactionGenerator generator = new TransactionGenerator(config);
        DemoFeed feed = new DemoFeed(generator, 0, 0);
        for (Outgoing next = feed.next(); next.transaction().timeMs() < generator.startMs(endDay); next = feed.next()) {
            if (next.kind() == Outgoing.Kind.LABEL) {
                label(labels.of(next.transaction()));
            } else if (next.transaction().timeMs() >= generator.startMs(fromDay)) {
                sink.take(next.transaction(), predict(transactions.of(next.transaction())));
            } else {
                update(transactions.of(next.transaction()));
            }
        }
    }

    private void label(Event event) {
        for (ViewDefinition view : definition.views()) {
            if (view.source().equals("labels")) {
                update(view, event, event.timeMs() + view.delay().toMillis());
            }
        }
    }

    private void update(Event event) {
        for (ViewDefinition view : definition.views()) {
            if (view.source().equals(definition.scored())) {
                update(view, event, event.timeMs());
            }
        }
    }

    private void update(ViewDefinition view, Event event, long noReadBeforeMs) {
        EntityState state = state(view, event);
        state.add(event);
        state.evict(noReadBeforeMs);
    }

    private Prediction predict(Event event) {
        FeatureValues features = new FeatureValues(definition.viewFeatureNames().size());
        for (ViewDefinition view : definition.views()) {
            EntityState state = state(view, event);
            if (view.source().equals(definition.scored())) {
                state.addAndRead(event, features, definition.offsetOf(view));
                state.evict(event.timeMs());
            } else {
                state.read(event.timeMs(), features, definition.offsetOf(view));
            }
        }
        return scorer.predict(
                new EnrichedEvent(event, new Origin("transactions", 0, offset++), event.timeMs(), features), 0);
    }

    @Override
    public void close() {
        scorer.close();
    }

    /** The state of the entity that an event names. */
    private EntityState state(ViewDefinition view, Event event) {
        String entity = Objects.requireNonNull(new EntityKey(event.schema(), view.entity()).of(event));
        ViewEngine engine = Objects.requireNonNull(engines.get(view));
        return Objects.requireNonNull(states.get(view)).computeIfAbsent(entity, e -> engine.newState());
    }
}
