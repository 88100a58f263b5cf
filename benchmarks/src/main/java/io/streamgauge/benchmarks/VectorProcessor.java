package io.streamgauge.benchmarks;

import io.streamgauge.schemas.VectorCorrection;
import io.streamgauge.scoring.EventScorer;
import io.streamgauge.scoring.EventScoring;
import io.streamgauge.store.event.EnrichedEvent;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Publishes the vector of each event, and no score: what a prediction carries but for the model's part. The record is a
 * correction of nothing, since that is the vector with its event and origin.
 */
final class VectorProcessor implements Processor<String, EnrichedEvent, String, VectorCorrection> {

    private static final String NO_HASH = "0".repeat(64);

    private final EventScorer scorer;
    private @Nullable ProcessorContext<String, VectorCorrection> context;

    VectorProcessor(EventScoring scoring) {
        this.scorer = scoring.newScorer();
    }

    @Override
    public void init(ProcessorContext<String, VectorCorrection> initialised) {
        this.context = initialised;
    }

    @Override
    public void process(Record<String, EnrichedEvent> record) {
        if (context == null) {
            throw new IllegalStateException("not initialised");
        }
        EnrichedEvent enriched = record.value();
        VectorCorrection vector = VectorCorrection.newBuilder()
                .setEventId(enriched.event().id())
                .setPipeline("vectors")
                .setEventTime(Instant.ofEpochMilli(enriched.event().timeMs()))
                .setNumber(0)
                .setCauseSource("")
                .setCauseEventId("")
                .setFeatures(scorer.vector(enriched))
                .setReplaced(List.of())
                .setDefinitionHash(NO_HASH)
                .setSourceTopic(enriched.origin().topic())
                .setSourcePartition(enriched.origin().partition())
                .setSourceOffset(enriched.origin().offset())
                .build();
        context.forward(record.withValue(vector));
    }

    @Override
    public void close() {
        scorer.close();
    }
}
