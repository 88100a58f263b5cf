package io.streamgauge.scoring;

import io.streamgauge.schemas.Prediction;
import io.streamgauge.store.event.EnrichedEvent;
import java.util.function.LongSupplier;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.streams.StreamsMetrics;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Turns every enriched event into one prediction, in the task and the transaction that enriched it. Key and timestamp
 * stay.
 *
 * <p>Metrics, in group {@code stream-scoring-metrics} with tags {@code scoring-id} (the task) and {@code model}:
 * {@code score-rate}, {@code score-total} and {@code score-latency-avg/-max} (nanoseconds from vector to prediction) of
 * all events, {@code refuse-rate} and {@code refuse-total} of those published without a score.
 */
public final class ScoringProcessor implements Processor<String, EnrichedEvent, String, Prediction> {

    private static final String SCOPE = "scoring";

    private final EventScoring scoring;
    private final LongSupplier wallClockMs;
    private @Nullable Running running;

    private ScoringProcessor(EventScoring scoring, LongSupplier wallClockMs) {
        this.scoring = scoring;
        this.wallClockMs = wallClockMs;
    }

    /** Makes a processor for each task; all of them share the model of {@code scoring}. */
    public static ProcessorSupplier<String, EnrichedEvent, String, Prediction> supplier(
            EventScoring scoring, LongSupplier wallClockMs) {
        return () -> new ScoringProcessor(scoring, wallClockMs);
    }

    @Override
    public void init(ProcessorContext<String, Prediction> context) {
        StreamsMetrics metrics = context.metrics();
        String task = context.taskId().toString();
        running = new Running(
                context,
                scoring.newScorer(),
                metrics.addLatencyRateTotalSensor(
                        SCOPE, task, "score", Sensor.RecordingLevel.INFO, "model", scoring.modelName()),
                metrics.addRateTotalSensor(
                        SCOPE, task, "refuse", Sensor.RecordingLevel.INFO, "model", scoring.modelName()));
    }

    @Override
    public void process(Record<String, EnrichedEvent> enriched) {
        if (running == null) {
            throw new IllegalStateException("not initialised");
        }
        running.process(enriched, wallClockMs.getAsLong());
    }

    @Override
    public void close() {
        if (running != null) {
            running.close();
            running = null;
        }
    }

    /** What a task holds from init to close. */
    private record Running(
            ProcessorContext<String, Prediction> context, EventScorer scorer, Sensor scores, Sensor refusals) {

        void process(Record<String, EnrichedEvent> enriched, long nowMs) {
            long startNs = System.nanoTime();
            Prediction prediction = scorer.predict(enriched.value(), nowMs);
            scores.record((double) (System.nanoTime() - startNs), nowMs);
            if (prediction.getScore() == null) {
                refusals.record(1, nowMs);
            }
            context.forward(enriched.withValue(prediction));
        }

        void close() {
            scorer.close();
            context.metrics().removeSensor(scores);
            context.metrics().removeSensor(refusals);
        }
    }
}
