package io.streamgauge.store.backfill.training;

import io.streamgauge.store.backfill.PartitionClocks;
import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.definition.SourceDefinition;
import io.streamgauge.store.definition.ViewDefinition;
import io.streamgauge.store.event.EntityKey;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.event.EventSchema;
import io.streamgauge.store.event.FieldType;
import io.streamgauge.store.event.Origin;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All entities of a view that had an event by a moment, each asked for as of that moment; in the order of their texts. Of a
 * view that looks rows of a table up, those whose row is not deleted by then.
 */
public final class EntityRows implements LabelRows {

    private final SourceDefinition scored;
    private final ViewDefinition view;
    private final long momentMs;
    private final List<String> keys;

    private EntityRows(SourceDefinition scored, ViewDefinition view, long momentMs, List<String> keys) {
        this.scored = scored;
        this.view = view;
        this.momentMs = momentMs;
        this.keys = keys;
    }

    /**
     * Finds the entities, whose texts are held in memory.
     *
     * @param history of the source that feeds the view
     */
    public static EntityRows of(FeatureDefinition definition, ViewDefinition view, History history, long momentMs)
            throws IOException {
        SourceDefinition feed = definition.source(view.source());
        EntityKey entity = new EntityKey(feed.schema(), view.entity());
        // A row of a table is in force, or deleted, once the view's delay is over.
        long untilMs = feed.table() ? momentMs - view.shortestDelay().toMillis() : momentMs;
        PartitionClocks clocks = new PartitionClocks(feed, history.partitions());
        Map<String, Long> lastMs = new TreeMap<>();
        Set<String> deleted = new HashSet<>();
        history.read(new Accepted() {
            @Override
            public void accept(Event event, Origin origin) {
                String key = entity.of(event);
                if (clocks.inTime(event.timeMs(), origin.partition()) && key != null && event.timeMs() <= untilMs) {
                    take(key, event);
                }
            }

            private void take(String key, Event event) {
                Long beforeMs = lastMs.get(key);
                if (beforeMs != null && beforeMs > event.timeMs()) {
                    return;
                }
                lastMs.put(key, event.timeMs());
                if (event.deletion()) {
                    deleted.add(key);
                } else {
                    deleted.remove(key);
                }
            }
        });
        deleted.forEach(lastMs::remove);
        return new EntityRows(definition.scoredSource(), view, momentMs, List.copyOf(lastMs.keySet()));
    }

    /** The watermark of a source: the least, over the partitions that have events, of the greatest event time. */
    public static long watermarkMs(History history) throws IOException {
        Map<Integer, Long> greatestMs = new TreeMap<>();
        history.read(new Accepted() {
            @Override
            public void accept(Event event, Origin origin) {
                greatestMs.merge(origin.partition(), event.timeMs(), Math::max);
            }
        });
        return greatestMs.values().stream()
                .min(Long::compare)
                .orElseThrow(() -> new IOException("there is no event, hence no watermark; say the moment"));
    }

    /** Takes events only. */
    private abstract static class Accepted implements History.Arrivals {
        @Override
        public void refuse(String why) {}
    }

    @Override
    public boolean byEvent() {
        return false;
    }

    @Override
    public List<Table.Column> columns() {
        List<Table.Column> columns = new ArrayList<>();
        view.entity().forEach(field -> columns.add(new Table.Column(field, ColumnType.STRING)));
        columns.add(new Table.Column(LabelFile.Choice.TIME_COLUMN, ColumnType.TIMESTAMP_MILLIS));
        return columns;
    }

    @Override
    public long rows() {
        return keys.size();
    }

    @Override
    public void read(Taker taker) {
        EventSchema schema = scored.schema();
        for (String key : keys) {
            List<String> parts = view.entity().size() == 1 ? List.of(key) : EntityKey.parts(key);
            Event moment = new Event(schema);
            for (int i = 0; i < parts.size(); i++) {
                set(moment, schema.indexOf(view.entity().get(i)), parts.get(i));
            }
            moment.setLong(schema.indexOf(scored.timeField()), momentMs);
            List<@Nullable String> cells = new ArrayList<>(parts);
            cells.add(Long.toString(momentMs));
            taker.moment(moment.identify("", momentMs), LabelCells.encode(cells));
        }
    }

    private static void set(Event event, int field, String text) {
        FieldType type = event.schema().typeAt(field);
        switch (type) {
            case STRING -> event.setText(field, text);
            case DOUBLE -> event.setDouble(field, Double.parseDouble(text));
            case BOOLEAN -> event.setBoolean(field, Boolean.parseBoolean(text));
            case LONG, TIMESTAMP -> event.setLong(field, Long.parseLong(text));
        }
    }
}
