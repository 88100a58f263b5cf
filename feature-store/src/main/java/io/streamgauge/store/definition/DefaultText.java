package io.streamgauge.store.definition;

import io.streamgauge.schemas.config.ConfigNode;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.Property;
import io.streamgauge.schemas.config.Settings;
import io.streamgauge.schemas.config.Table;
import io.streamgauge.store.aggregate.AggregateFunction;
import io.streamgauge.store.event.FieldType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * The {@code default} of an aggregate as users write it.
 *
 * @param number where results are numbers
 * @param text where results are texts
 */
record DefaultText(OptionalDouble number, Optional<String> text) {

    /** What is missing stays so. */
    static final DefaultText NONE = new DefaultText(OptionalDouble.empty(), Optional.empty());

    private static final String KEY = "default";
    private static final Table NUMBER = Table.named(KEY)
            .optional(KEY, Property.Type.DOUBLE, null, "A number.")
            .build();

    /**
     * Reads it, or notes why it is none.
     *
     * @param feed source that feeds the view; without it what is no number is a text
     */
    static DefaultText read(
            ConfigNode node, AggregateText aggregate, @Nullable SourceDefinition feed, Problems problems) {
        String written = node.text();
        if (feed == null) {
            Problems numbers = new Problems();
            DefaultText number = number(node, numbers);
            return numbers.isEmpty() || written == null ? number : ofText(written);
        }
        if (!givesTexts(aggregate, feed)) {
            return number(node, problems);
        }
        if (written == null) {
            problems.add(node, "expected text but found " + node.shown());
            return NONE;
        }
        return ofText(written);
    }

    private static boolean givesTexts(AggregateText aggregate, SourceDefinition feed) {
        int field = aggregate.field().map(feed.schema()::indexOf).orElse(-1);
        return aggregate.function().result() == AggregateFunction.Result.INPUT
                && field >= 0
                && feed.schema().typeAt(field) == FieldType.STRING;
    }

    private static DefaultText ofText(String text) {
        return new DefaultText(OptionalDouble.empty(), Optional.of(text));
    }

    private static DefaultText number(ConfigNode node, Problems problems) {
        ConfigNode mapping = new ConfigNode(
                node.file(), node.line(), node.path(), null, List.of(), Map.of(KEY, node), ConfigNode.Kind.MAPPING);
        Settings settings = NUMBER.read(mapping, problems);
        return settings.has(KEY)
                ? new DefaultText(OptionalDouble.of(settings.doubleValue(KEY)), Optional.empty())
                : NONE;
    }

    static Map<String, Object> jsonSchema() {
        return Map.of("title", "number or text", "type", List.of("number", "string"));
    }
}
