package io.streamgauge.app.online;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamgauge.schemas.Prediction;
import io.streamgauge.scoring.IdlePredictors;
import io.streamgauge.scoring.Predictor;
import io.streamgauge.scoring.ScoringException;
import io.streamgauge.scoring.ScoringMetrics;
import io.streamgauge.store.definition.SourceDefinition;
import io.streamgauge.store.event.BadEventException;
import io.streamgauge.store.event.EnrichedEvent;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.event.EventIdentity;
import io.streamgauge.store.event.EventValidator;
import io.streamgauge.store.event.Origin;
import io.streamgauge.store.vector.FeatureValues;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * Predictions on request: what the topology would predict of an event, were it the next to come. The same checks, views,
 * vector, model and decision; nothing is stored and nothing published. Thread-safe.
 */
public final class OnlineScores implements AutoCloseable {

    private final SourceDefinition source;
    private final EventIdentity identity;
    private final EventValidator validator;
    private final int time;
    private final int key;
    private final IdlePredictors scorers;
    private final NextEvent next;
    private final Supplier<OptionalLong> progressMs;
    private final Clock clock;
    private final ScoringMetrics metrics;

    /**
     * @param source the scored source
     * @param scorers makes the operator's scorer, as each task of the topology has one
     * @param progressMs the time of events that give none; empty while it is not known
     * @param clock for what gives no time before any event has been seen
     * @param metrics told of every prediction
     */
    public OnlineScores(
            SourceDefinition source,
            Supplier<? extends Predictor> scorers,
            NextEvent next,
            Supplier<OptionalLong> progressMs,
            Clock clock,
            ScoringMetrics metrics) {
        this.metrics = metrics;
        this.source = source;
        this.identity = new EventIdentity(source);
        this.validator = new EventValidator(source);
        this.time = source.schema().indexOf(source.timeField());
        this.key = source.keyField().map(source.schema()::indexOf).orElse(-1);
        this.scorers = new IdlePredictors(scorers);
        this.next = next;
        this.progressMs = progressMs;
        this.clock = clock;
    }

    /** Where the time of an event comes from. */
    public enum Basis {
        /** The event gave it. */
        REQUESTED,
        /** The greatest event time of the scored source, and the time that has passed since it was reached. */
        EVENT_TIME_PROGRESS,
        /** The clock, since no event has been seen. */
        CLOCK
    }

    /** The moment at which events that give no time are taken to happen. */
    public record Moment(long atMs, Basis basis) {}

    /** The source whose events are scored. */
    public SourceDefinition source() {
        return source;
    }

    /** Who answers. */
    public ServedBy here() {
        return next.here();
    }

    /** The moment of an event that gives no time. */
    public Moment now() {
        OptionalLong reached = progressMs.get();
        return reached.isPresent()
                ? new Moment(reached.getAsLong(), Basis.EVENT_TIME_PROGRESS)
                : new Moment(clock.millis(), Basis.CLOCK);
    }

    /** Whether a prediction may wait for other processes. */
    public boolean mayWait() {
        return next.mayWait();
    }

    /**
     * Predicts events, each as if it were the next.
     *
     * @param events their fields, with their times
     * @throws BadRequestException when the source would not let one of them in
     * @throws UnanswerableException when the topology would not score one of them, for its time
     * @throws NotReadyException when rows cannot be read now
     * @throws io.streamgauge.scoring.ScoringException when the model itself fails
     */
    public List<Prediction> predict(List<Event> events) {
        List<Event> checked = events.stream().map(this::checked).toList();
        long nowMs = clock.millis();
        List<FeatureValues> features = next.features(checked, nowMs);
        List<Prediction> predictions = new ArrayList<>(checked.size());
        for (int i = 0; i < checked.size(); i++) {
            predictions.add(predict(checked.get(i), features.get(i), nowMs));
        }
        return predictions;
    }

    private Prediction predict(Event event, FeatureValues features, long nowMs) {
        EnrichedEvent enriched = new EnrichedEvent(event, new Origin(source.topic(), -1, -1), event.timeMs(), features);
        Predictor scorer = scorers.take();
        boolean whole = false;
        try {
            long startNs = System.nanoTime();
            Prediction prediction = scorer.predict(enriched, nowMs);
            scorer.tell(metrics, ScoringMetrics.Via.REQUEST, prediction, System.nanoTime() - startNs);
            whole = true;
            return prediction;
        } catch (ScoringException e) {
            metrics.failed(ScoringMetrics.Via.REQUEST);
            throw e;
        } finally {
            if (whole) {
                scorers.giveBack(scorer);
            } else {
                scorer.close();
            }
        }
    }

    private Event checked(Event event) {
        try {
            Event identified = identity.identify(event);
            String text = key < 0 ? null : event.keyAt(key);
            validator.validate(identified, text == null ? null : text.getBytes(UTF_8));
            return identified;
        } catch (BadEventException e) {
            throw new BadRequestException(String.valueOf(e.getMessage()));
        }
    }

    /** Gives an event without a time the moment. */
    public void happens(Event event, Moment moment) {
        event.setLong(time, moment.atMs());
    }

    /** Gives up the scorers; those in use are given up when they are done. */
    @Override
    public void close() {
        scorers.close();
    }
}
