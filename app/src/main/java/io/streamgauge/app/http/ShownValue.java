package io.streamgauge.app.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.streamgauge.app.online.OnlineAnswer;
import io.streamgauge.schemas.ValueStatus;
import io.streamgauge.store.change.Completeness;
import io.streamgauge.store.event.FieldType;
import io.streamgauge.store.vector.FeatureValues;
import io.streamgauge.store.vector.ShownColumn;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A column of one row as it is shown. A vector is a list of its elements, null where one is missing, and null when all are.
 * Its status is theirs; where they differ it is PRESENT when one is, else the first's. Its newest event is the newest of theirs.
 */
final class ShownValue {

    private final ShownColumn column;
    private final FieldType type;
    private final int place;

    private ShownValue(ShownColumn column, FieldType type) {
        this.column = column;
        this.type = type;
        this.place = column.places().get(0);
    }

    /** The columns of an answer. */
    static ShownValue[] of(List<ShownColumn> columns, List<FieldType> types) {
        return columns.stream()
                .map(column -> new ShownValue(column, types.get(column.places().get(0))))
                .toArray(ShownValue[]::new);
    }

    void write(JsonGenerator json, FeatureValues values) throws IOException {
        if (!column.vector()) {
            TypedValue.write(json, values, place, type);
            return;
        }
        if (column.places().stream().allMatch(values::isMissing)) {
            json.writeNull();
            return;
        }
        json.writeStartArray();
        for (int each : column.places()) {
            TypedValue.write(json, values, each, type);
        }
        json.writeEndArray();
    }

    /** The same without a comma before it; see {@link TypedValue#raw}. */
    void raw(JsonGenerator json, FeatureValues values) throws IOException {
        if (!column.vector() || column.places().stream().allMatch(values::isMissing)) {
            TypedValue.raw(json, values, place, type);
            return;
        }
        char before = '[';
        for (int each : column.places()) {
            json.writeRaw(before);
            TypedValue.raw(json, values, each, type);
            before = ',';
        }
        json.writeRaw(']');
    }

    ValueStatus status(FeatureValues values) {
        ValueStatus first = values.statusAt(place);
        return column.vector()
                        && column.places().stream().anyMatch(each -> values.statusAt(each) == ValueStatus.PRESENT)
                ? ValueStatus.PRESENT
                : first;
    }

    OptionalLong newestEventMs(OnlineAnswer.Row row) {
        return column.vector()
                ? column.places().stream()
                        .map(row::newestEventMs)
                        .filter(OptionalLong::isPresent)
                        .mapToLong(OptionalLong::getAsLong)
                        .max()
                : row.newestEventMs(place);
    }

    Optional<Completeness.Entry> incomplete(OnlineAnswer.Row row) {
        return column.vector()
                ? column.places().stream()
                        .map(row::incomplete)
                        .flatMap(Optional::stream)
                        .findFirst()
                : row.incomplete(place);
    }
}
