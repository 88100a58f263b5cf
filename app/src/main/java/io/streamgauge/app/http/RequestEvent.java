package io.streamgauge.app.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.streamgauge.app.online.BadRequestException;
import io.streamgauge.app.online.OnlineScores;
import io.streamgauge.schemas.config.Suggestion;
import io.streamgauge.store.definition.SourceDefinition;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.event.EventSchema;
import io.streamgauge.store.event.RecordField;
import io.streamgauge.store.event.WholeText;

/**
 * An event of the scored source as a request gives it: all its fields by name, as {@link FieldValue} allows, a vector as an
 * array of numbers. The time may be left out. Further fields are skipped, as those of a record are, but not where the time is
 * left out: one of them may be meant for it.
 *
 * @param basis where its time comes from
 */
record RequestEvent(Event event, OnlineScores.Basis basis) {

    /** @param where the event's place in the body, for messages; empty when it is the body */
    static RequestEvent read(OnlineScores scores, OnlineScores.Moment now, JsonNode given, String where) {
        SourceDefinition source = scores.source();
        EventSchema schema = source.schema();
        String prefix = where.isEmpty() ? "" : where + ": ";
        if (!given.isObject()) {
            throw new BadRequestException(
                    prefix + "an event is " + given + "; allowed: an object with " + names(schema));
        }
        Event event = new Event(schema);
        for (RecordField field : schema.recordFields()) {
            JsonNode value = given.get(field.name());
            if (value != null) {
                put(event, field, value, prefix);
            } else if (!field.name().equals(source.timeField())) {
                throw new BadRequestException(prefix + "the event lacks '" + field.name() + "'; it has " + names(schema)
                        + ", and null says that one is not known");
            }
        }
        if (given.hasNonNull(source.timeField())) {
            return new RequestEvent(event, OnlineScores.Basis.REQUESTED);
        }
        given.fieldNames().forEachRemaining(name -> {
            if (schema.recordField(name).isEmpty()) {
                throw new BadRequestException(prefix + "the event gives no '" + source.timeField() + "', and has "
                        + Suggestion.unknown(
                                "field",
                                name,
                                schema.recordFields().stream()
                                        .map(RecordField::name)
                                        .toList()));
            }
        });
        scores.happens(event, now);
        return new RequestEvent(event, now.basis());
    }

    private static void put(Event event, RecordField field, JsonNode value, String prefix) {
        try {
            if (field.isVector()) {
                VectorValue.put(event, field, value);
            } else {
                FieldValue.put(event, field.first(), value);
                whole(event, field.first());
            }
        } catch (IllegalArgumentException e) {
            throw new BadRequestException(prefix + e.getMessage());
        }
    }

    /** A text as records have it: JSON can name half a surrogate pair. */
    private static void whole(Event event, int index) {
        String text = event.textAt(index);
        if (text != null) {
            event.setText(index, WholeText.of(text));
        }
    }

    private static String names(EventSchema schema) {
        return String.join(
                ", ", schema.recordFields().stream().map(RecordField::name).toList());
    }
}
