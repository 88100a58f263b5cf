package io.streamgauge.store.definition;

import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.Settings;
import io.streamgauge.store.aggregate.AggregateFunction;
import io.streamgauge.store.aggregate.AggregateFunction.Input;
import io.streamgauge.store.event.EventSchema;
import io.streamgauge.store.event.FieldType;
import io.streamgauge.store.event.RecordField;
import io.streamgauge.store.expression.EventExpression;
import io.streamgauge.store.expression.ExpressionException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether an aggregate's function can take its field or value, and its expressions compile; what is wrong is noted. */
final class AggregateInputs {

    private final Settings settings;
    private final @Nullable SourceDefinition feed;
    private final Upstream upstream;
    private final Problems problems;

    /** @param feed source that feeds the view; without it fields and expressions are not checked */
    AggregateInputs(Settings settings, @Nullable SourceDefinition feed, Upstream upstream, Problems problems) {
        this.settings = settings;
        this.feed = feed;
        this.upstream = upstream;
        this.problems = problems;
    }

    /** Whether the function can take what it is given: a field, a value, or events. */
    boolean inputFits(AggregateText text) {
        AggregateFunction function = text.function();
        if (settings.has("value")) {
            return valueFits(text);
        }
        if (text.field().isEmpty()) {
            if (function.inputs().contains(Input.EVENT)) {
                return true;
            }
            problems.add(
                    settings.at("of"),
                    "'" + settings.text("of").strip() + "' needs a field, such as " + Calls.form(function)
                            + ", or a 'value'" + fitting(function));
            return false;
        }
        if (Calls.onlyOfEvents(function)) {
            problems.add(
                    settings.at("of"),
                    "'" + settings.text("of").strip() + "': " + function.name() + " takes no field, it is of events;"
                            + " write " + Calls.form(function));
            return false;
        }
        return feed == null || fieldFits(text.field().get(), function, feed);
    }

    private boolean valueFits(AggregateText text) {
        AggregateFunction function = text.function();
        if (text.field().isPresent()) {
            problems.add(
                    settings.at("value"),
                    "'value' takes the place of the field '" + text.field().get() + "'; write one of them");
            return false;
        }
        boolean numbers = function.inputs().contains(Input.NUMBER);
        if (!numbers && !function.inputs().contains(Input.BOOLEAN)) {
            problems.add(
                    settings.at("value"),
                    function.name() + " takes no value"
                            + (Calls.onlyOfEvents(function) ? ", it is of events" : ", but a field"));
            return false;
        }
        return expressionFits("value", numbers ? Double.class : Boolean.class);
    }

    private boolean fieldFits(String field, AggregateFunction function, SourceDefinition source) {
        Optional<RecordField> vector = source.schema().vector(field);
        if (vector.isPresent()) {
            return vectorFits(vector.get(), function, source);
        }
        int index = source.schema().indexOf(field);
        if (index < 0 && SourcesSection.doubted(source.name(), field, problems)) {
            return false;
        }
        if (index < 0) {
            problems.add(
                    settings.at("of"),
                    upstream.explain(field, source)
                            .orElseGet(() -> SourcesSection.noField(
                                    field.contains(".") ? source : upstream.without(source), field)));
            return false;
        }
        if (!problems.doubted(SourcesSection.doubt(source.name(), field))
                && !function.inputs().contains(Calls.input(source.schema().typeAt(index)))) {
            problems.add(
                    settings.at("of"),
                    "field '" + field + "' of source '" + source.name() + "' is a "
                            + SourcesSection.word(source.schema().typeAt(index)) + "; " + function.name() + " takes a "
                            + Calls.takes(function) + fitting(function));
            return false;
        }
        if (field.contains(".")
                && source.schema().typeAt(index) == FieldType.STRING
                && function.result() == AggregateFunction.Result.INPUT) {
            problems.add(
                    settings.at("of"),
                    "'" + settings.text("of").strip() + "' would give texts of another feature; use '" + field
                            + "' itself, or count_distinct and the like, or a 'where'");
            return false;
        }
        return true;
    }

    private boolean vectorFits(RecordField vector, AggregateFunction function, SourceDefinition source) {
        if (Elementwise.takes(function)) {
            return true;
        }
        problems.add(
                settings.at("of"),
                "field '" + vector.name() + "' of source '" + source.name() + "' is a " + vector.vectorType() + "; "
                        + function.name()
                        + " cannot be taken of each element, for it gives more than one number or counts"
                        + " (functions of a vector: " + String.join(", ", Elementwise.functions())
                        + "; of one element any that takes a number, such as "
                        + RecordField.element(vector.name(), 0) + ")");
        return false;
    }

    private String fitting(AggregateFunction function) {
        if (feed == null) {
            return "";
        }
        EventSchema schema = feed.schema();
        List<String> fields = schema.recordFields().stream()
                .filter(field -> field.isVector()
                        ? Elementwise.takes(function)
                        : function.inputs().contains(Calls.input(schema.typeAt(field.first()))))
                .map(field -> SourcesSection.shown(schema, field))
                .toList();
        return " (fields of '" + feed.name() + "' that fit: " + (fields.isEmpty() ? "none" : String.join(", ", fields))
                + ")";
    }

    /** Whether an expression, where there is one, compiles and gives what is wanted. */
    boolean expressionFits(String key, Class<?> result) {
        if (feed == null || !settings.has(key)) {
            return true;
        }
        try {
            EventExpression.compile(settings.text(key), feed.schema(), result);
            return true;
        } catch (ExpressionException e) {
            if (SourcesSection.doubtful(settings.text(key), feed.name(), problems)) {
                return true;
            }
            SourceDefinition fedBy = feed;
            problems.add(
                    settings.at(key),
                    upstream.explain(e, settings.text(key), fedBy).orElse(e.problem()));
            return false;
        }
    }

    /** A condition made of a good one and a category may still be too long. */
    void condition(String where) {
        if (feed == null) {
            return;
        }
        try {
            EventExpression.compile(where, feed.schema(), Boolean.class);
        } catch (ExpressionException e) {
            if (!SourcesSection.doubtful(where, feed.name(), problems)) {
                problems.add(settings.at("by"), e.problem());
            }
        }
    }
}
