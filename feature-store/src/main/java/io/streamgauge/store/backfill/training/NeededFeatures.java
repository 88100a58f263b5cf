package io.streamgauge.store.backfill.training;

import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.definition.ViewDefinition;
import io.streamgauge.store.expression.Expression;
import io.streamgauge.store.vector.FeedEvents;
import io.streamgauge.store.vector.VectorPlan;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What some columns need of a definition: the views whose features they are, or whose features expressions among them take,
 * and no others; all of it where one of these views is made of other views' features.
 */
public final class NeededFeatures {

    private final FeatureDefinition definition;
    private final List<String> columns;
    private final Set<String> fields;

    /**
     * @param columns names and wildcards, as {@link VectorPlan#ofColumns} takes them
     * @throws io.streamgauge.schemas.config.ConfigException when one is not there
     */
    public NeededFeatures(FeatureDefinition whole, List<String> columns) {
        this.columns = VectorPlan.ofColumns(whole, columns).names();
        Map<String, Expression> compiled = whole.compiledExpressions();
        Set<String> names = closure(this.columns, compiled);
        this.definition = isMadeOfOthers(whole, names) ? whole : without(whole, names);
        this.fields = new TreeSet<>(closure(this.columns, compiled));
        this.fields.retainAll(whole.scoredSource().schema().names());
        this.fields.remove(whole.scoredSource().timeField());
    }

    /** The definition without what is not needed. */
    public FeatureDefinition definition() {
        return definition;
    }

    /** Names of the columns, wildcards resolved. */
    public List<String> columns() {
        return columns;
    }

    /** Fields of the scored source that the columns take, directly or through expressions, but for the time. */
    public Set<String> fields() {
        return fields;
    }

    /** Fields that name entities of the views. */
    public Set<String> entities() {
        Set<String> entities = new LinkedHashSet<>();
        definition.views().forEach(view -> entities.addAll(view.entity()));
        return entities;
    }

    private static boolean namesOneOf(ViewDefinition view, Set<String> names) {
        return view.featureNames().stream().anyMatch(feature -> names.contains(view.name() + "." + feature));
    }

    private static boolean isMadeOfOthers(FeatureDefinition whole, Set<String> names) {
        return whole.views().stream().anyMatch(view -> namesOneOf(view, names) && !new FeedEvents(whole, view).plain());
    }

    private static FeatureDefinition without(FeatureDefinition whole, Set<String> names) {
        Map<String, String> expressions = new LinkedHashMap<>(whole.expressions());
        expressions.keySet().retainAll(names);
        return new FeatureDefinition(
                whole.pipeline(),
                whole.sources(),
                whole.scored(),
                whole.views().stream().filter(view -> namesOneOf(view, names)).toList(),
                expressions);
    }

    private static Set<String> closure(Collection<String> columns, Map<String, Expression> compiled) {
        Set<String> names = new LinkedHashSet<>();
        Deque<String> open = new ArrayDeque<>(columns);
        while (!open.isEmpty()) {
            String name = open.remove();
            Expression expression = compiled.get(name);
            if (names.add(name) && expression != null) {
                open.addAll(expression.variables());
            }
        }
        return names;
    }
}
