package io.streamgauge.app.history;

import io.streamgauge.app.CommandFailedException;
import io.streamgauge.app.run.Cluster;
import io.streamgauge.schemas.registry.ConfluentSchemaRegistry;
import io.streamgauge.schemas.registry.SchemaRegistry;
import io.streamgauge.store.backfill.training.History;
import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.event.BadEventException;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.event.EventReader;
import io.streamgauge.store.event.Origin;
import io.streamgauge.stream.RecordRules;
import java.util.HashMap;
import java.util.Map;

/** A source's topic as it was when it was opened: events by the rules of the stream, partitions side by side in event time. */
public final class TopicHistory implements History, AutoCloseable {

    private final Topic topic;
    private final RecordRules rules;
    private final long latenessMs;
    private final Map<Integer, Long> reached = new HashMap<>();
    private final Map<Integer, Long> first = new HashMap<>();

    /** @param partitions number of partitions of every source's topic, by topic */
    public TopicHistory(Cluster cluster, FeatureDefinition definition, String source, Map<String, Integer> partitions) {
        if (definition.source(source).table()) {
            throw new CommandFailedException("source '" + source
                    + "' is a table, whose topic no longer has the rows that were replaced; name a file of its rows: --input "
                    + source + "=FILE");
        }
        SchemaRegistry registry = new ConfluentSchemaRegistry(cluster.schemaRegistryUrl(), cluster.registry());
        this.rules =
                new RecordRules(definition, source, partitions, EventReader.of(definition.source(source), registry));
        this.latenessMs = definition.source(source).lateness().toMillis();
        this.topic = new Topic(cluster, definition.source(source).topic(), record -> {
            long before = reached.getOrDefault(record.partition(), Long.MIN_VALUE);
            try {
                Event event = rules.read(record);
                first.putIfAbsent(record.partition(), event.timeMs());
                reached.put(record.partition(), Math.max(before, event.timeMs()));
                return new Topic.Ranked(event.timeMs(), record, event);
            } catch (BadEventException e) {
                return new Topic.Ranked(before, record, e);
            }
        });
    }

    @Override
    public int partitions() {
        return topic.partitions();
    }

    /** About how many records there are. */
    public long size() {
        return topic.size();
    }

    /**
     * Up to which event time events may be gone from the topic, once it is read: an event lost was no later than the first
     * one still there and the source's lateness. The earliest long when none is gone.
     */
    public long goneUntilMs() {
        long untilMs = Long.MIN_VALUE;
        for (int partition = 0; partition < topic.partitions(); partition++) {
            if (topic.beginning(partition) > 0) {
                Long firstMs = first.get(partition);
                untilMs = firstMs == null ? Long.MAX_VALUE : Math.max(untilMs, firstMs + latenessMs);
            }
            if (untilMs == Long.MAX_VALUE) {
                return untilMs;
            }
        }
        return untilMs;
    }

    /** The first offset that is still there. */
    public long beginning(int partition) {
        return topic.beginning(partition);
    }

    @Override
    public void read(Arrivals arrivals) {
        for (Topic.Ranked next = topic.next(); next != null; next = topic.next()) {
            Origin origin = new Origin(
                    next.record().topic(),
                    next.record().partition(),
                    next.record().offset());
            if (next.read() instanceof Event event) {
                arrivals.accept(event, origin);
            } else if (next.read() instanceof BadEventException bad) {
                arrivals.refuse(
                        origin.topic() + "-" + origin.partition() + " at " + origin.offset() + ": " + bad.getMessage());
            }
        }
    }

    @Override
    public void close() {
        topic.close();
    }
}
