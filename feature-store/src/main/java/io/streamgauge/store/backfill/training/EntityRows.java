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
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All entities of a view that had an event by a moment, each asked for as of that moment; in the order of their texts. */
public final class EntityRows implements LabelRows {

    private final SourceDefinition scored;
    private final ViewDefinition view;
    private final long momentMs;
    private final Map<String, Long> firstMs;

    private EntityRows(SourceDefinition scored, ViewDefinition view, long momentMs, Map<String, Long> firstMs) {
        this.scored = scored;
        this.view = view;
        this.momentMs = momentMs;
        this.firstMs = firstMs;
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
        PartitionClocks clocks = new PartitionClocks(feed, history.partitions());
        Map<String, Long> firstMs = new TreeMap<>();
        history.read(new Accepted() {
            @Override
            public void accept(Event event, Origin origin) {
                String key = entity.of(event);
                if (clocks.inTime(event.timeMs(), origin.partition()) && key != null && event.timeMs() <= momentMs) {
                    firstMs.merge(key, event.timeMs(), Math::min);
                }
            }
        });
        return new EntityRows(definition.scoredSource(), view, momentMs, firstMs);
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
        return firstMs.size();
    }

    @Override
    public void read(Taker taker) {
        EventSchema schema = scored.schema();
        for (String key : firstMs.keySet()) {
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
