package io.streamgauge.scoring;

import io.streamgauge.schemas.Prediction;
import io.streamgauge.store.event.EnrichedEvent;
import io.streamgauge.store.vector.FeatureValues;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Events of one task whose vectors are known and whose scores are not: they wait to be scored together, by one run of each
 * model, in the order in which they came. An event's vector is assembled as it comes, so what it is does not depend on when it is
 * scored. Holds as many as any of the models takes at once, and makes its room once. Not thread-safe.
 */
final class WaitingEvents {

    private final DeployedScorers scorers;
    private final EventScorer[] serving;
    private final EventScorer[] shadows;
    private final Waiting[] events;
    private final List<FeatureValues> vectors = new ArrayList<>();
    /** The first that has no prediction yet. */
    private int first;

    private int end;

    private static final class Waiting {

        private final FeatureValues vector;
        private @Nullable EnrichedEvent event;
        private int partition;
        private long offset;
        private int variant;
        /** Index of the input that refuses to be scored, or -1. */
        private int missing;

        private long assembledNs;

        Waiting(FeatureValues vector) {
            this.vector = vector;
        }
    }

    WaitingEvents(DeployedScorers scorers, EventScorer[] serving, EventScorer[] shadows) {
        this.scorers = scorers;
        this.serving = serving;
        this.shadows = shadows;
        int room = 1;
        for (EventScorer scorer : serving) {
            room = Math.max(room, scorer.together());
        }
        for (EventScorer scorer : shadows) {
            room = Math.max(room, scorer.together());
        }
        this.events = new Waiting[room];
        for (int i = 0; i < room; i++) {
            events[i] = new Waiting(serving[0].newVector());
        }
    }

    /** Takes the prediction of one of the events. */
    @FunctionalInterface
    interface Sink {
        /**
         * Takes one.
         *
         * @param index how many events came before it, since none waited
         */
        void take(int index, Prediction prediction);
    }

    /** How many there is room for. */
    int room() {
        return events.length;
    }

    /** How many have come since none waited. */
    int count() {
        return end;
    }

    boolean full() {
        return end == events.length;
    }

    /**
     * Takes an event.
     *
     * @param partition that brought it; -1 where it is not known
     * @param offset there; -1 where it is not known
     */
    void add(EnrichedEvent event, int partition, long offset) {
        Waiting waiting = events[end];
        waiting.variant = scorers.variantOf(event);
        long beganNs = System.nanoTime();
        waiting.missing = serving[waiting.variant].assemble(event, waiting.vector);
        waiting.assembledNs = System.nanoTime() - beganNs;
        waiting.event = event;
        waiting.partition = partition;
        waiting.offset = offset;
        end++;
    }

    /**
     * Scores all that wait, and tells of each prediction. When it fails, those without a prediction still wait.
     *
     * @throws ScoringException when the model of the document itself fails
     */
    void score(long nowMs, ScoringMetrics told, Sink sink) {
        for (int variant = 0; variant < serving.length; variant++) {
            run(serving[variant], variant);
        }
        for (EventScorer shadow : shadows) {
            run(shadow, -1);
        }
        while (first < end) {
            Prediction prediction = predicted(events[first], nowMs, told);
            first++;
            sink.take(first - 1, prediction);
        }
        first = 0;
        end = 0;
    }

    /** @param variant whose events it scores; -1 for all */
    private void run(EventScorer scorer, int variant) {
        vectors.clear();
        for (int i = first; i < end; i++) {
            if (events[i].missing < 0 && (variant < 0 || events[i].variant == variant)) {
                vectors.add(events[i].vector);
            }
        }
        scorer.scoreTogether(vectors);
    }

    private Prediction predicted(Waiting waiting, long nowMs, ScoringMetrics told) {
        EnrichedEvent event = waiting.event;
        if (event == null) {
            throw new IllegalStateException("nobody waits here");
        }
        EventScorer scorer = serving[waiting.variant];
        long beganNs = System.nanoTime();
        Prediction prediction;
        try {
            prediction = scorer.predict(
                    event, waiting.vector, waiting.missing, nowMs, waiting.partition, waiting.offset, shadows);
        } catch (ScoringException e) {
            told.failed(ScoringMetrics.Via.STREAM);
            throw e;
        }
        waiting.event = null;
        long tookNs = waiting.assembledNs + System.nanoTime() - beganNs;
        if (waiting.missing < 0) {
            tookNs += scorer.shareNs();
            for (EventScorer shadow : shadows) {
                tookNs += shadow.shareNs();
            }
        }
        scorers.tell(waiting.variant, told, ScoringMetrics.Via.STREAM, prediction, tookNs);
        return prediction;
    }
}
