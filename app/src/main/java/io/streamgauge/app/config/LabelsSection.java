package io.streamgauge.app.config;

import io.streamgauge.schemas.config.ConfigNode;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.Property;
import io.streamgauge.schemas.config.Settings;
import io.streamgauge.schemas.config.Suggestion;
import io.streamgauge.schemas.config.Table;
import io.streamgauge.store.definition.SourceDefinition;
import io.streamgauge.store.event.EventSchema;
import io.streamgauge.store.event.FieldType;
import java.util.Map;

/** Reads {@code labels: {from: labels, outcome: fraud}}. */
final class LabelsSection {

    static final Table TABLE = Table.named("labels")
            .required(
                    "from",
                    Property.Type.TEXT,
                    "Source that carries the outcomes; its `id` is the id of the event they judge.")
            .required(
                    "outcome",
                    Property.Type.TEXT,
                    "Field of that source that holds the outcome: a number, or true and false.")
            .build();

    private LabelsSection() {}

    static LabelsDefinition read(ConfigNode node, Map<String, SourceDefinition> sources, Problems problems) {
        Settings settings = TABLE.read(node, problems);
        LabelsDefinition labels = new LabelsDefinition(settings.text("from"), settings.text("outcome"));
        if (!settings.has("from")) {
            return labels;
        }
        SourceDefinition source = sources.get(labels.source());
        if (source == null) {
            problems.add(settings.at("from"), Suggestion.unknown("source", labels.source(), sources.keySet()));
        } else if (source.table()) {
            problems.add(
                    settings.at("from"),
                    "source '" + source.name()
                            + "' is a table, whose rows have no id of an event; outcomes come as events");
        } else if (settings.has("outcome")) {
            checkOutcome(settings.at("outcome"), labels.outcome(), source, problems);
        }
        return labels;
    }

    private static void checkOutcome(ConfigNode node, String outcome, SourceDefinition source, Problems problems) {
        EventSchema schema = source.schema();
        int index = schema.indexOf(outcome);
        if (schema.vector(outcome).isPresent()) {
            problems.add(
                    node,
                    "field '" + outcome + "' of source " + source.name() + " is a "
                            + schema.vector(outcome).get().vectorType()
                            + "; an outcome is a long, a double or a boolean");
            return;
        }
        if (index < 0) {
            problems.add(node, Suggestion.unknown("field of source " + source.name(), outcome, schema.names()));
            return;
        }
        FieldType type = schema.typeAt(index);
        if (!type.numeric()) {
            problems.add(
                    node,
                    "field '" + outcome + "' of source " + source.name() + " is a "
                            + type.name().toLowerCase(java.util.Locale.ROOT)
                            + "; an outcome is a long, a double or a boolean");
        }
    }
}
