package io.streamgauge.stream;

import io.streamgauge.store.event.EnrichedEvent;
import io.streamgauge.store.event.Event;
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

/**
 * A view fed by another source: that source's events update rows, by one get and one put; scored events read them, by one
 * get. Both come through one node, since what may be dropped from a row on update depends on the reads still to come.
 */
@SuppressWarnings("NullAway.Init") // Kafka Streams calls init before the first record
final class FedViewProcessor extends ContextualProcessor<String, ViewInput, String, EnrichedEvent> {

    private final ViewStep step;
    private EntityStates states;
    private ViewProgress progress;
    private EventEntities entities;
    private Optional<Corrector> corrector;
    private Optional<DeletedRows> deleted;
    private Optional<IdleEntities> idle;

    FedViewProcessor(ViewStep step) {
        this.step = step;
    }

    static ProcessorSupplier<String, ViewInput, String, EnrichedEvent> supplier(ViewStep step) {
        return new ProcessorSupplier<>() {
            @Override
            public Processor<String, ViewInput, String, EnrichedEvent> get() {
                return new FedViewProcessor(step);
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
        deleted = step.lookup() ? Optional.of(new DeletedRows(context, step, states)) : Optional.empty();
    }

    @Override
    public void process(Record<String, ViewInput> record) {
        ViewInput input = record.value();
        if (input instanceof ViewInput.Update update) {
            update(update.event());
        } else if (input instanceof ViewInput.Read read) {
            read(record.withValue(read.event()));
        }
        idle.ifPresent(IdleEntities::worked);
    }

    private void update(Event event) {
        String entity = entities.of(event);
        if (entity == null) {
            return;
        }
        EntityState state = states.of(entity);
        state.add(event);
        state.evict(progress.noReadBeforeMs());
        states.save(entity, state);
        if (deleted.isPresent() && event.deletion()) {
            deleted.get().add(entity, event.timeMs());
        }
        corrector.ifPresent(on -> on.fed(entity, state, event, progress::forward));
        deleted.ifPresent(rows -> rows.forget(progress.noReadBeforeMs()));
    }

    private void read(Record<String, EnrichedEvent> record) {
        progress.observe(record);
        if (corrector.isPresent() && CorrectionHeader.marks(record)) {
            progress.forward(corrector.get().passing(record, states));
            return;
        }
        EnrichedEvent enriched = record.value();
        String entity = entities.of(enriched);
        if (entity != null) {
            states.reading(entity).read(enriched.event().timeMs(), enriched.features(), step.offset());
            corrector.ifPresent(on -> on.keep(entity, enriched, progress.noCorrectionBeforeMs()));
        }
        progress.forward(record);
        deleted.ifPresent(rows -> rows.forget(progress.noReadBeforeMs()));
    }

    @Override
    public void close() {
        progress.close();
        entities.close();
        idle.ifPresent(IdleEntities::close);
    }
}
