package io.streamgauge.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.definition.ViewDefinition;
import io.streamgauge.store.event.EntityKey;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.row.RowStore;
import io.streamgauge.store.vector.FeatureValues;
import io.streamgauge.store.vector.FeedEvents;
import io.streamgauge.store.vector.NoEntity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.KafkaStreams;

/**
 * The features that an event of the scored source would have were it the next to come: every view does what it would do in
 * the topology, in its order, on a copy of the entity's state that is then dropped. Nothing is stored. Thread-safe.
 *
 * <p>A view that takes in what views before it gave needs their answer first. All others may be asked at the same time, so
 * views stand in waves: one begins with each view that needs what came before.
 */
public final class EventFeatures {

    /** One view's part, as {@link OwnViewProcessor} and {@link FedViewProcessor} have it. */
    private record Step(
            ViewDefinition view, FeedEvents feed, EntityKey entity, NoEntity none, int offset, boolean own) {

        /** What the view takes in; a view of another source is only read. */
        Event brought(Event event, FeatureValues features) {
            return own ? feed.of(event, features) : event;
        }
    }

    /** Views as the rows that they have wherever these are kept. */
    public interface Visits {

        /** What each visit finds, in their order. */
        List<FeatureValues> features(List<Visit> visits);
    }

    private final int features;
    private final List<List<Step>> waves = new ArrayList<>();
    private final Visits visits;

    private EventFeatures(FeatureDefinition definition, Visits visits) {
        this.features = definition.viewFeatureNames().size();
        this.visits = visits;
        for (ViewDefinition view : definition.views()) {
            Step step = new Step(
                    view,
                    new FeedEvents(definition, view),
                    new EntityKey(definition.scoredSource().schema(), view.entity()),
                    new NoEntity(view),
                    definition.offsetOf(view),
                    view.source().equals(definition.scored()));
            if (waves.isEmpty() || (step.own() && !step.feed().plain())) {
                waves.add(new ArrayList<>());
            }
            waves.get(waves.size() - 1).add(step);
        }
    }

    /** From the rows of a running topology. */
    public static EventFeatures of(FeatureDefinition definition, KafkaStreams streams) {
        return with(definition, view -> FeatureReader.of(definition, view, streams));
    }

    /** From rows of any kind, which are only read. */
    public static EventFeatures over(FeatureDefinition definition, Function<ViewDefinition, RowStore> rows) {
        return with(definition, view -> FeatureReader.over(definition, view, rows.apply(view)));
    }

    private static EventFeatures with(FeatureDefinition definition, Function<ViewDefinition, FeatureReader> readers) {
        Map<String, FeatureReader> byView = new HashMap<>();
        definition.views().forEach(view -> byView.put(view.name(), readers.apply(view)));
        return through(
                definition,
                visits -> visits.stream()
                        .map(visit -> Objects.requireNonNull(
                                        byView.get(visit.view().name()))
                                .visited(visit)
                                .values())
                        .toList());
    }

    /** From rows that somebody reads for us. */
    public static EventFeatures through(FeatureDefinition definition, Visits visits) {
        return new EventFeatures(definition, visits);
    }

    /**
     * The features of all views, in the order of {@link FeatureDefinition#viewFeatureNames}.
     *
     * @param event an event that its source would let in, with its id and time
     * @throws org.apache.kafka.streams.errors.InvalidStateStoreException while rows cannot be read
     */
    public FeatureValues of(Event event) {
        return of(List.of(event)).get(0);
    }

    /** The features of several events, each as if it were the next. */
    public List<FeatureValues> of(List<Event> events) {
        List<FeatureValues> all =
                events.stream().map(event -> new FeatureValues(features)).toList();
        for (List<Step> wave : waves) {
            List<Visit> asked = new ArrayList<>();
            List<Target> targets = new ArrayList<>();
            for (Step step : wave) {
                for (int i = 0; i < all.size(); i++) {
                    Event event = events.get(i);
                    String text = step.entity().of(event);
                    if (text == null) {
                        step.none().write(all.get(i), step.offset());
                    } else {
                        asked.add(new Visit(step.view(), text, step.brought(event, all.get(i))));
                        targets.add(new Target(all.get(i), step.offset()));
                    }
                }
            }
            List<FeatureValues> found = asked.isEmpty() ? List.of() : visits.features(asked);
            for (int i = 0; i < targets.size(); i++) {
                targets.get(i).take(found.get(i));
            }
        }
        return all;
    }

    /** Where the values of a visit belong. */
    private record Target(FeatureValues all, int offset) {

        void take(FeatureValues found) {
            for (int i = 0; i < found.size(); i++) {
                all.copy(found, i, offset + i);
            }
        }
    }

    /** The partition that Kafka's default partitioner (murmur2) gives a key. */
    static int partition(String key, int partitions) {
        return Utils.toPositive(Utils.murmur2(key.getBytes(UTF_8))) % partitions;
    }
}
