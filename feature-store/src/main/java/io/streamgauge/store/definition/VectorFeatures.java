package io.streamgauge.store.definition;

import io.streamgauge.store.event.EventSchema;
import io.streamgauge.store.event.RecordField;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Names that stand for a vector of features: {@code customer.mean_7d} is {@code customer.mean_0_7d}, {@code customer.mean_1_7d} and so
 * on, where {@code mean} is an aggregate over a vector. They are known by their form: aggregates one after the other, named as
 * elements, each over the element of its number, and alike in everything that makes a value.
 */
final class VectorFeatures {

    private VectorFeatures() {}

    /** The vectors of a view's features, by the feature's name without its element: {@code mean_7d}. */
    static Map<String, List<String>> of(ViewDefinition view, EventSchema feed) {
        Map<String, List<String>> vectors = new LinkedHashMap<>();
        List<AggregateDefinition> aggregates = view.aggregates();
        for (int i = 0; i < aggregates.size(); i++) {
            Optional<RecordField> vector = beginning(aggregates.get(i), feed);
            if (vector.isEmpty()) {
                continue;
            }
            String name = whole(aggregates.get(i).name());
            List<AggregateDefinition> elements = aggregates.subList(
                    i, Math.min(aggregates.size(), i + vector.get().elements()));
            if (elements.size() == vector.get().elements() && areElements(elements, name, vector.get())) {
                add(name, elements, vectors);
                i += elements.size() - 1;
            }
        }
        return vectors;
    }

    /** The vector whose first element an aggregate is over. */
    private static Optional<RecordField> beginning(AggregateDefinition aggregate, EventSchema feed) {
        return aggregate.name().endsWith(RecordField.element("", 0))
                ? aggregate
                        .field()
                        .filter(field -> field.endsWith(RecordField.element("", 0)))
                        .flatMap(field -> feed.vector(whole(field)))
                : Optional.empty();
    }

    private static String whole(String element) {
        return element.substring(
                0, element.length() - RecordField.element("", 0).length());
    }

    private static boolean areElements(List<AggregateDefinition> aggregates, String name, RecordField vector) {
        for (int i = 0; i < aggregates.size(); i++) {
            AggregateDefinition aggregate = aggregates.get(i);
            if (!aggregate.name().equals(RecordField.element(name, i))
                    || !aggregate.field().equals(Optional.of(RecordField.element(vector.name(), i)))
                    || !aggregate.sameRuleAs(aggregates.get(0))) {
                return false;
            }
        }
        return true;
    }

    private static void add(String name, List<AggregateDefinition> elements, Map<String, List<String>> vectors) {
        List<String> names =
                elements.get(0).as(name, Optional.empty(), Optional.empty()).featureNames();
        for (int i = 0; i < names.size(); i++) {
            int feature = i;
            vectors.put(
                    names.get(i),
                    elements.stream()
                            .map(element -> element.featureNames().get(feature))
                            .toList());
        }
    }

    /** The vectors of all views' features, each name with its view's. */
    static Map<String, List<String>> of(List<ViewDefinition> views, Map<String, SourceDefinition> sources) {
        Map<String, List<String>> vectors = new LinkedHashMap<>();
        for (ViewDefinition view : views) {
            SourceDefinition feed = sources.get(view.source());
            if (feed != null && !feed.schema().vectors().isEmpty()) {
                of(view, feed.schema())
                        .forEach((name, elements) -> vectors.put(
                                view.name() + "." + name,
                                elements.stream()
                                        .map(element -> view.name() + "." + element)
                                        .toList()));
            }
        }
        return vectors;
    }
}
