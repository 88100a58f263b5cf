package io.streamgauge.stream;

import io.streamgauge.store.event.EnrichedEvent;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.vector.NoEntity;
import io.streamgauge.store.view.EntityState;
import io.streamgauge.store.view.EntityStates;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Finds, in one view's task, the scored events whose features an event changes that came out of order, and sends them on as
 * {@link Correction}s.
 *
 * <p>It keeps the scored events that have read the view within the reach of corrections. An event that comes with a time t
 * belongs before those of its entity that ended their windows at t or later: they are read again, each in its own place
 * (see {@link EntityState#readAgain}), and those of which a bit differs are corrected. A correction that comes from a view
 * before takes its place here: it reads this view too, and what is kept of the event is replaced.
 */
final class Corrector {

    private final ViewStep step;
    private final CorrectionHeader header;
    private final RecentEvents recents;
    private final ProcessingContext context;

    private Corrector(ViewStep step, CorrectionStep corrections, ProcessingContext context) {
        this.step = step;
        this.context = context;
        this.header = new CorrectionHeader(corrections.codec());
        this.recents = new RecentEvents(
                context.getStateStore(CorrectionStep.storeName(step.view())),
                corrections.codec(),
                corrections.layout());
    }

    /** The corrector of a task; none where corrections are off. */
    static Optional<Corrector> of(ViewStep step, ProcessingContext context) {
        return step.corrections().map(corrections -> new Corrector(step, corrections, context));
    }

    /** Keeps a scored event that has read the view, and lets go of those of its entity before a moment. */
    void keep(String entity, EnrichedEvent event, long noCorrectionBeforeMs) {
        long arrival = context.recordMetadata()
                .orElseThrow(() -> new IllegalStateException("a scored event has an origin"))
                .offset();
        recents.dropBefore(entity, noCorrectionBeforeMs);
        recents.add(entity, arrival, event);
    }

    /** Lets go of the kept events of an entity before a moment, and of nothing else that comes. */
    void forget(String entity, long noReadBeforeMs) {
        recents.dropBefore(entity, noReadBeforeMs);
    }

    /** Corrects those that a scored event changes, which the view has just taken in. */
    void taken(String entity, EntityState state, Event cause, Consumer<Record<String, EnrichedEvent>> out) {
        // A tie that arrives later changes nothing, unless by a delay it lies before.
        again(entity, state, cause.timeMs() + 1, step.scored().name(), cause, out);
    }

    /** Corrects those that an event of the feeding source changes, which the view has just taken in. */
    void fed(String entity, EntityState state, Event cause, Consumer<Record<String, EnrichedEvent>> out) {
        again(
                entity,
                state,
                cause.timeMs() + step.view().shortestDelay().toMillis(),
                step.view().source(),
                cause,
                out);
    }

    private void again(
            String entity,
            EntityState state,
            long fromMs,
            String source,
            Event cause,
            Consumer<Record<String, EnrichedEvent>> out) {
        List<Reread> rereads = inOrder(recents.from(entity, fromMs));
        for (Reread reread : rereads) {
            EnrichedEvent before = reread.event();
            EnrichedEvent after = reread.kept().event();
            read(state, reread, after);
            if (!reread.kept().equalsBits(after)) {
                int number = reread.kept().corrections() + 1;
                reread.kept().replace(after, number);
                out.accept(header.record(entity, new Correction(after, before, source, cause.id(), number)));
            }
        }
    }

    /** A correction that a view before has made, with this view's features, if its event is known here; else as it came. */
    Record<String, EnrichedEvent> passing(Record<String, EnrichedEvent> record, EntityStates states) {
        Correction correction = header.of(record).orElseThrow();
        EnrichedEvent event = correction.event();
        String entity = step.entityInScored().of(event.event());
        if (entity == null) {
            NoEntity none = new NoEntity(step.view());
            none.write(event.features(), step.offset());
            none.write(correction.before().features(), step.offset());
            return header.record(record.key(), correction);
        }
        EntityState state = states.reading(entity);
        for (Reread reread : inOrder(recents.from(entity, event.event().timeMs()))) {
            if (reread.event().origin().equals(event.origin())) {
                read(state, reread, event);
                read(state, reread, correction.before());
                int number = reread.kept().corrections() + 1;
                reread.kept().replace(event, number);
                return header.record(entity, correction.withEvents(event, correction.before(), number));
            }
        }
        return record;
    }

    private void read(EntityState state, Reread reread, EnrichedEvent out) {
        if (step.own()) {
            state.readAgain(reread.event().event(), reread.tiesAfter(), reread.first(), out.features(), step.offset());
        } else {
            state.read(reread.event().event().timeMs(), out.features(), step.offset());
        }
    }

    /** A kept event in its place among those of its time. */
    private record Reread(RecentEvents.Recent kept, EnrichedEvent event, List<Event> tiesAfter, boolean first) {}

    private static List<Reread> inOrder(List<RecentEvents.Recent> kept) {
        List<EnrichedEvent> events =
                kept.stream().map(RecentEvents.Recent::event).toList();
        List<Reread> rereads = new ArrayList<>(kept.size());
        for (int i = 0; i < kept.size(); i++) {
            long timeMs = events.get(i).event().timeMs();
            List<Event> ties = new ArrayList<>();
            for (int j = i + 1; j < kept.size() && events.get(j).event().timeMs() == timeMs; j++) {
                ties.add(events.get(j).event());
            }
            boolean first = i == 0 || events.get(i - 1).event().timeMs() != timeMs;
            rereads.add(new Reread(kept.get(i), events.get(i), ties, first));
        }
        return rereads;
    }
}
