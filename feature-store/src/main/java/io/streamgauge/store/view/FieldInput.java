package io.streamgauge.store.view;

import io.streamgauge.store.definition.AggregateDefinition;
import io.streamgauge.store.definition.ViewDefinition;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.event.EventSchema;
import io.streamgauge.store.event.FieldType;
import io.streamgauge.store.expression.EventExpression;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The value of a field or of an expression, of events that satisfy a condition. Numbers are kept as 64-bit floating point
 * (whole ones beyond 2^53 are rounded), booleans as 0 and 1, timestamps as milliseconds, texts as 53 bits of their hash, or
 * as {@link KeptText} where an aggregate gives them back.
 * Equal when they give equal values.
 */
final class FieldInput implements SeriesInput {

    private final String name;
    private final @Nullable String fieldName;
    private final int field;
    private final @Nullable FieldType type;
    private final boolean texts;
    private final boolean rows;
    private final @Nullable EventExpression value;
    private final @Nullable EventExpression where;

    private FieldInput(
            String name,
            @Nullable String fieldName,
            int field,
            @Nullable FieldType type,
            boolean texts,
            boolean rows,
            @Nullable EventExpression value,
            @Nullable EventExpression where) {
        this.name = name;
        this.field = field;
        this.type = type;
        this.texts = texts;
        this.rows = rows;
        this.fieldName = fieldName;
        this.value = value;
        this.where = where;
    }

    static FieldInput of(ViewDefinition view, AggregateDefinition aggregate, EventSchema feed) {
        int field = aggregate.field().map(name -> indexOf(view, name, feed)).orElse(-1);
        FieldType type = field < 0 ? null : feed.typeAt(field);
        boolean texts = aggregate.resultType(feed) == FieldType.STRING;
        EventExpression value = aggregate
                .value()
                .map(text -> EventExpression.compile(text, feed, Double.class))
                .orElse(null);
        EventExpression where = aggregate
                .where()
                .map(text -> EventExpression.compile(text, feed, Boolean.class))
                .orElse(null);
        String name = "field\t" + aggregate.field().orElse("") + "\t" + (type == null ? "" : type)
                + "\tvalue\t" + aggregate.value().map(String::strip).orElse("")
                + "\twhere\t" + aggregate.where().map(String::strip).orElse("")
                + (texts ? "\ttexts" : "")
                + (aggregate.isLookup() ? "\trow" : "");
        return new FieldInput(
                name, aggregate.field().orElse(null), field, type, texts, aggregate.isLookup(), value, where);
    }

    private static int indexOf(ViewDefinition view, String name, EventSchema feed) {
        int index = feed.indexOf(name);
        if (index < 0) {
            throw new IllegalArgumentException(
                    "view '" + view.name() + "': no field '" + name + "' in its source; there are " + feed.names());
        }
        return index;
    }

    /** Names the input in rows. */
    int identity() {
        return identity("");
    }

    /** Names what is kept of the input in another form. */
    int identity(String form) {
        return (int) TextHash.of(name + form);
    }

    /** Names of the fields it reads. */
    Set<String> fields() {
        Set<String> fields = new LinkedHashSet<>();
        if (fieldName != null) {
            fields.add(fieldName);
        }
        if (value != null) {
            fields.addAll(value.expression().variables());
        }
        if (where != null) {
            fields.addAll(where.expression().variables());
        }
        return fields;
    }

    @Override
    public boolean valued() {
        return field >= 0 || value != null;
    }

    @Override
    public boolean rows() {
        return rows;
    }

    @Override
    public boolean texts() {
        return texts;
    }

    @Override
    public void give(Event event, Sink sink) {
        if (rows) {
            giveCell(event, sink);
            return;
        }
        if (where != null && !Boolean.TRUE.equals(where.evaluate(event))) {
            return;
        }
        if (value != null) {
            if (value.evaluate(event) instanceof Double number) {
                sink.take(event.timeMs(), number);
            }
        } else if (field < 0) {
            sink.take(event.timeMs(), 0);
        } else if (!event.isNull(field)) {
            giveField(event, sink);
        }
    }

    private void giveCell(Event event, Sink sink) {
        String text = event.textAt(field);
        if (texts) {
            sink.take(
                    event.timeMs(),
                    event.deletion() ? RowCell.DELETED_TEXT : text == null ? RowCell.NULL_TEXT : RowCell.kept(text));
        } else {
            sink.take(
                    event.timeMs(),
                    event.deletion() ? RowCell.DELETED : event.isNull(field) ? RowCell.NULL : event.numberAt(field));
        }
    }

    private void giveField(Event event, Sink sink) {
        if (type == FieldType.DOUBLE) {
            sink.take(event.timeMs(), event.doubleAt(field));
            return;
        }
        String text = event.textAt(field);
        if (text == null) {
            sink.take(event.timeMs(), event.numberAt(field));
        } else if (texts) {
            sink.take(event.timeMs(), KeptText.of(text));
        } else {
            sink.take(event.timeMs(), TextHash.code(text));
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FieldInput input && input.name.equals(name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }
}
