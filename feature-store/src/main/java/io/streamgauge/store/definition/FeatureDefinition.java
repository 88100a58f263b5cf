package io.streamgauge.store.definition;

import io.streamgauge.store.event.FieldType;
import io.streamgauge.store.expression.Expression;
import io.streamgauge.store.expression.ExpressionScope;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that a pipeline declares about features.
 *
 * @param pipeline name of the pipeline
 * @param sources by name, in declared order
 * @param scored name of the source whose events are enriched and scored
 * @param views in declared order, which is the order an event visits them
 * @param expressions on-demand features: {@code <group>.<name>} to expression, in declared order
 */
public record FeatureDefinition(
        String pipeline,
        Map<String, SourceDefinition> sources,
        String scored,
        List<ViewDefinition> views,
        Map<String, String> expressions) {

    public SourceDefinition source(String name) {
        SourceDefinition source = sources.get(name);
        if (source == null) {
            throw new IllegalArgumentException("no source '" + name + "'; there are " + sources.keySet());
        }
        return source;
    }

    public SourceDefinition scoredSource() {
        return source(scored);
    }

    /** {@code <view>.<feature>} for every feature of every view, in the order {@code EnrichedEvent.features} holds them. */
    public List<String> viewFeatureNames() {
        List<String> names = new ArrayList<>();
        for (ViewDefinition view : views) {
            view.featureNames().forEach(feature -> names.add(view.name() + "." + feature));
        }
        return names;
    }

    /**
     * Names that stand for several: the vectors among the scored source's fields, and the vectors of the views' features, such as
     * {@code customer.embedding_mean_7d}; each with the names of its elements, in order.
     */
    public Map<String, List<String>> vectors() {
        Map<String, List<String>> vectors =
                new LinkedHashMap<>(scoredSource().schema().vectorColumns());
        vectors.putAll(VectorFeatures.of(views, sources));
        return Collections.unmodifiableMap(vectors);
    }

    /** Types of {@link #viewFeatureNames}, in their order. */
    public List<FieldType> viewFeatureTypes() {
        return views.stream()
                .flatMap(view -> view.featureTypes(source(view.source()).schema()).stream())
                .toList();
    }

    /** The on-demand features, {@code <group>.<name>}, compiled, in declared order: each names only those before it. */
    public Map<String, Expression> compiledExpressions() {
        ExpressionScope scope = FeaturesSection.scope(scoredSource(), views, sources);
        Map<String, Expression> compiled = new LinkedHashMap<>();
        expressions.forEach((name, text) -> compiled.put(name, scope.declare(name, text)));
        return Collections.unmodifiableMap(compiled);
    }

    /**
     * What a view may take of other views beside its events' fields, with types: features of views before it, and expressions
     * over these. Nothing unless the scored source feeds it.
     */
    public Map<String, FieldType> upstreamOf(ViewDefinition view) {
        return view.source().equals(scored)
                ? Upstream.types(scoredSource(), views.subList(0, views.indexOf(view)), sources, expressions)
                : Map.of();
    }

    /** Index in {@link #viewFeatureNames} of a view's first feature. */
    public int offsetOf(ViewDefinition view) {
        int offset = 0;
        for (ViewDefinition other : views) {
            if (other.equals(view)) {
                return offset;
            }
            offset += other.featureNames().size();
        }
        throw new IllegalArgumentException("no view '" + view.name() + "' in pipeline " + pipeline);
    }
}
