package io.streamgauge.stream;

import io.streamgauge.store.event.EnrichedEvent;
import io.streamgauge.store.view.EntityState;
import io.streamgauge.store.view.EntityStates;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;

/** A view fed by the scored events: each updates its entity's row and reads it, by one get and one put. */
@SuppressWarnings("NullAway.Init") // Kafka Streams calls init before the first record
final class OwnViewProcessor extends ContextualProcessor<String, EnrichedEvent, String, EnrichedEvent> {

    private final ViewStep step;
    private EntityStates states;
    private ViewProgress progress;
    private EventEntities entities;
    private Optional<Corrector> corrector;
    private Optional<IdleEntities> idle;

    OwnViewProcessor(ViewStep step) {
        this.step = step;
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
        states = step.states(context);
        progress = new ViewProgress(context, step);
        entities = new EventEntities(context, step);
        corrector = Corrector.of(step, context);
        idle = IdleEntities.of(step, context, progress, states, corrector);
    }

    @Override
    public void process(Record<String, EnrichedEvent> record) {
        progress.observe(record);
        if (corrector.isPresent() && CorrectionHeader.marks(record)) {
            progress.forward(corrector.get().passing(record, states));
            return;
        }
        EnrichedEvent enriched = record.value();
        String entity = entities.of(enriched);
        if (entity == null) {
            progress.forward(record);
            return;
        }
        EntityState state = states.of(entity);
        state.addAndRead(step.feed().of(enriched.event(), enriched.features()), enriched.features(), step.offset());
        state.evict(progress.noReadBeforeMs());
        states.save(entity, state);
        corrector.ifPresent(on -> on.keep(entity, enriched, progress.noCorrectionBeforeMs()));
        progress.forward(record);
        corrector.ifPresent(on -> on.taken(entity, state, enriched.event(), progress::forward));
        idle.ifPresent(IdleEntities::worked);
    }

    @Override
    public void close() {
        progress.close();
        entities.close();
        idle.ifPresent(IdleEntities::close);
    }
}
