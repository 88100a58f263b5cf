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
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.KafkaStreams;

/**
 * The features that an event of the scored source would have were it the next to come: every view does what it would do in
 * the topology, in its order, on a copy of the entity's state that is then dropped. Nothing is stored. Thread-safe.
 */
public final class EventFeatures {

    /** One view's part, as {@link OwnViewProcessor} and {@link FedViewProcessor} have it. */
    private record Step(
            FeatureReader reader, FeedEvents feed, EntityKey entity, NoEntity none, int offset, boolean own) {

        void write(Event event, FeatureValues features) {
            String text = entity.of(event);
            if (text == null) {
                none.write(features, offset);
            } else if (own) {
                reader.takeIn(text, feed.of(event, features), features, offset);
            } else {
                reader.write(text, event.timeMs(), features, offset);
            }
        }
    }

    private final int features;
    private final List<Step> steps = new ArrayList<>();

    private EventFeatures(FeatureDefinition definition, Function<ViewDefinition, FeatureReader> readers) {
        features = definition.viewFeatureNames().size();
        for (ViewDefinition view : definition.views()) {
            steps.add(new Step(
                    readers.apply(view),
                    new FeedEvents(definition, view),
                    new EntityKey(definition.scoredSource().schema(), view.entity()),
                    new NoEntity(view),
                    definition.offsetOf(view),
                    view.source().equals(definition.scored())));
        }
    }

    /** From the rows of a running topology. */
    public static EventFeatures of(FeatureDefinition definition, KafkaStreams streams) {
        return new EventFeatures(definition, view -> FeatureReader.of(definition, view, streams));
    }

    /** From rows of any kind, which are only read. */
    public static EventFeatures over(FeatureDefinition definition, Function<ViewDefinition, RowStore> rows) {
        return new EventFeatures(definition, view -> FeatureReader.over(definition, view, rows.apply(view)));
    }

    /**
     * The features of all views, in the order of {@link FeatureDefinition#viewFeatureNames}.
     *
     * @param event an event that its source would let in, with its id and time
     * @throws org.apache.kafka.streams.errors.InvalidStateStoreException while rows cannot be read
     */
    public FeatureValues of(Event event) {
        FeatureValues values = new FeatureValues(features);
        for (Step step : steps) {
            step.write(event, values);
        }
        return values;
    }

    /** The partition that Kafka's default partitioner (murmur2) gives a key. */
    static int partition(String key, int partitions) {
        return Utils.toPositive(Utils.murmur2(key.getBytes(UTF_8))) % partitions;
    }
}
