package io.streamgauge.scoring.onnx;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.streamgauge.schemas.config.Suggestion;
import io.streamgauge.scoring.BadModelException;
import io.streamgauge.scoring.MissingRule;
import io.streamgauge.scoring.ModelContract;
import io.streamgauge.store.vector.FeatureValues;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows that a model's shares are told against, from a property of its file: {@code {"columns": [names of the inputs, in
 * any order], "rows": [[...], ...]}} with numbers, texts, and null for what is missing.
 */
final class BackgroundRows {

    /** Each explained score walks the trees once per row. */
    private static final int MAX_ROWS = 1_000;

    private static final ObjectMapper JSON = new ObjectMapper();

    private BackgroundRows() {}

    /** @param declared the property; null when the model has none, and then there are no rows */
    static List<FeatureValues> parse(@Nullable String declared, ModelContract contract) throws BadModelException {
        if (declared == null) {
            return List.of();
        }
        JsonNode json = read(declared);
        List<String> columns = new ArrayList<>();
        json.path("columns").forEach(name -> columns.add(name.asText()));
        List<String> names = contract.names();
        for (String column : columns) {
            if (!names.contains(column)) {
                throw refused(Suggestion.unknown("input", column, names));
            }
        }
        for (String name : names) {
            if (!columns.contains(name)) {
                throw refused("it has no column '" + name + "'");
            }
        }
        if (new HashSet<>(columns).size() < columns.size()) {
            throw refused("a column stands twice in " + columns);
        }
        JsonNode written = json.path("rows");
        if (written.isEmpty() || written.size() > MAX_ROWS) {
            throw refused("it has " + written.size() + " rows; expected 1 to " + MAX_ROWS);
        }
        List<FeatureValues> rows = new ArrayList<>();
        for (JsonNode row : written) {
            rows.add(row(row, columns, contract));
        }
        return rows;
    }

    private static JsonNode read(String declared) throws BadModelException {
        try {
            return JSON.readTree(declared);
        } catch (JsonProcessingException e) {
            throw refused("it is no JSON: " + e.getOriginalMessage());
        }
    }

    private static FeatureValues row(JsonNode row, List<String> columns, ModelContract contract)
            throws BadModelException {
        if (row.size() != columns.size()) {
            throw refused("a row has " + row.size() + " values; expected " + columns.size());
        }
        FeatureValues values = new FeatureValues(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            int index = contract.names().indexOf(columns.get(i));
            JsonNode value = row.get(i);
            ModelContract.Value input = contract.vector().get(index);
            boolean text = input.text();
            if (value.isNull()) {
                replace(values, index, input.whenMissing());
            } else if (text && value.isTextual()) {
                values.set(index, value.asText());
            } else if (!text && value.isNumber()) {
                values.set(index, value.asDouble());
            } else {
                throw refused("'" + columns.get(i) + "' is " + value + "; expected " + (text ? "a text" : "a number")
                        + " or null");
            }
        }
        return values;
    }

    /** A missing value becomes what it becomes when it is served; NaN where such an event is refused. */
    private static void replace(FeatureValues values, int index, MissingRule rule) {
        if (rule instanceof MissingRule.Numeric number && !Double.isNaN(number.value())) {
            values.set(index, number.value());
        } else if (rule instanceof MissingRule.Text text) {
            values.set(index, text.value());
        }
    }

    private static BadModelException refused(String problem) {
        return new BadModelException("the model's property '" + OnnxModel.BACKGROUND_PROPERTY + "': " + problem);
    }
}
