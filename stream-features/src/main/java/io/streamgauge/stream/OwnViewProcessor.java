package io.streamgauge.stream;

import io.streamgauge.store.event.EnrichedEvent;
import io.streamgauge.store.view.ViewEngine;
import java.util.Set;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/** A view fed by the scored events: each updates its entity's row and reads it, by one get and one put. */
@SuppressWarnings("NullAway.Init") // Kafka Streams calls init before the first record
final class OwnViewProcessor extends ContextualProcessor<String, EnrichedEvent, String, EnrichedEvent> {

    private final ViewStep step;
    private final ViewEngine engine;
    private KeyValueStore<String, byte[]> rows;
    private ViewProgress progress;

    OwnViewProcessor(ViewStep step) {
        this.step = step;
        this.engine = step.engine();
    }

    static ProcessorSupplier<String, EnrichedEvent, String, EnrichedEvent> supplier(ViewStep step) {
        return new ProcessorSupplier<>() {
            @Override
            public Processor<String, EnrichedEvent, String, EnrichedEvent> get() {
                return new OwnViewProcessor(step);
            }

            @Override
            public Set<StoreBuilder<?>> stores() {
                return step.stores();
            }
        };
    }

    @Override
    public void init(ProcessorContext<String, EnrichedEvent> context) {
        super.init(context);
        rows = step.rows(context);
        progress = new ViewProgress(context, step, engine.horizonMs());
    }

    @Override
    public void process(Record<String, EnrichedEvent> record) {
        progress.observe(record);
        String entity = record.key();
        EnrichedEvent enriched = record.value();
        byte[] row = rows.get(entity);
        rows.put(
                entity,
                engine.updateAndRead(
                        row, enriched.event(), progress.evictUpToMs(), enriched.features(), step.offset()));
        progress.forward(record);
    }
}
