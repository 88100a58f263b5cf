package io.streamgauge.stream;

import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.definition.SourceDefinition;
import io.streamgauge.store.event.BadEventException;
import io.streamgauge.store.event.BadEventException.Cause;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.event.EventReader;
import io.streamgauge.store.event.EventValidator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Which records of a source are events, by the rules of {@link IngestProcessor} and {@link SourceTimestamps}, for those who
 * read the topic again; lateness is theirs to judge. Not thread-safe.
 */
public final class RecordRules {

    private final EventReader reader;
    private final EventValidator validator;
    private final PartitionCheck partitionCheck;
    private final long maxAheadMs;

    /**
     * @param source name of the source
     * @param partitions number of partitions of every source's topic, by topic
     * @param reader of the source's values
     */
    public RecordRules(
            FeatureDefinition definition, String source, Map<String, Integer> partitions, EventReader reader) {
        SourceDefinition read = definition.source(source);
        List<Route> routes = Route.of(definition, partitions);
        boolean strict = source.equals(definition.scored())
                ? routes.stream().anyMatch(r -> r.stage() == 0 && r.feed() != Route.Feed.SCORED)
                : routes.stream().anyMatch(r -> r.view().source().equals(source) && r.feed() == Route.Feed.DIRECT);
        this.reader = reader;
        this.validator = new EventValidator(read);
        this.partitionCheck = new PartitionCheck(read, strict ? Route.partitionsOf(read, partitions) : 0);
        this.maxAheadMs = read.maxAhead().toMillis();
    }

    /** The event in a record. */
    public Event read(ConsumerRecord<byte[], byte[]> record) throws BadEventException {
        Event event = reader.read(record.value());
        if (SourceTimestamps.isAhead(event.timeMs(), record.timestamp(), maxAheadMs)) {
            throw new BadEventException(
                    Cause.TIME_AHEAD, SourceTimestamps.aheadMessage(event.timeMs(), record.timestamp(), maxAheadMs));
        }
        validator.validate(event, record.key());
        if (record.key() != null) {
            partitionCheck.check(record.key(), record.partition());
        }
        return event;
    }
}
