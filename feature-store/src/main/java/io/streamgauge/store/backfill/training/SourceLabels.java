package io.streamgauge.store.backfill.training;

import io.streamgauge.schemas.config.Suggestion;
import io.streamgauge.store.definition.SourceDefinition;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.event.FieldType;
import io.streamgauge.store.event.Origin;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Labels that are events of a source of the pipeline, whose id is the id of the event they judge. */
public final class SourceLabels implements LabelRows {

    private final SourceDefinition source;
    private final History history;
    private final List<Integer> fields = new ArrayList<>();
    private long rows;
    private long refused;

    /** @param columns names of the fields to keep */
    public SourceLabels(SourceDefinition source, History history, List<String> columns) {
        this.source = source;
        this.history = history;
        for (String column : columns) {
            int field = source.schema().indexOf(column);
            if (field < 0) {
                throw new IllegalArgumentException(Suggestion.unknown(
                        "field of source " + source.name(),
                        column,
                        source.schema().names()));
            }
            fields.add(field);
        }
    }

    @Override
    public boolean byEvent() {
        return true;
    }

    @Override
    public List<Table.Column> columns() {
        return fields.stream()
                .map(field -> new Table.Column(
                        source.schema().names().get(field), type(source.schema().typeAt(field))))
                .toList();
    }

    private static ColumnType type(FieldType type) {
        return switch (type) {
            case STRING -> ColumnType.STRING;
            case LONG -> ColumnType.LONG;
            case DOUBLE -> ColumnType.DOUBLE;
            case BOOLEAN -> ColumnType.BOOLEAN;
            case TIMESTAMP -> ColumnType.TIMESTAMP_MILLIS;
        };
    }

    @Override
    public long rows() {
        return rows;
    }

    /** Records that are no label. */
    public long refused() {
        return refused;
    }

    @Override
    public void read(Taker taker) throws IOException {
        history.read(new History.Arrivals() {
            @Override
            public void accept(Event event, Origin origin) {
                rows++;
                List<@Nullable String> cells = new ArrayList<>(fields.size());
                fields.forEach(field -> cells.add(event.keyAt(field)));
                taker.event(event.id(), LabelCells.encode(cells));
            }

            @Override
            public void refuse(String why) {
                refused++;
            }
        });
    }
}
