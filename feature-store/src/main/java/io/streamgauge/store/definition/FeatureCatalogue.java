package io.streamgauge.store.definition;

import io.streamgauge.schemas.config.Durations;
import io.streamgauge.store.aggregate.AggregateFunction;
import io.streamgauge.store.aggregate.AggregateFunctions;
import io.streamgauge.store.expression.Expression;
import io.streamgauge.store.expression.ExpressionScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All features of a pipeline, as users are told of them: those of views, then expressions, in declared order. */
public final class FeatureCatalogue {

    private final FeatureDefinition definition;

    public FeatureCatalogue(FeatureDefinition definition) {
        this.definition = definition;
    }

    public List<CatalogueEntry> entries() {
        List<CatalogueEntry> entries = new ArrayList<>();
        for (ViewDefinition view : definition.views()) {
            for (AggregateDefinition aggregate : view.aggregates()) {
                entries.addAll(entries(view, aggregate));
            }
        }
        ExpressionScope scope =
                FeaturesSection.scope(definition.scoredSource(), definition.views(), definition.sources());
        definition.expressions().forEach((name, text) -> entries.add(expression(name, scope.declare(name, text))));
        return List.copyOf(entries);
    }

    private List<CatalogueEntry> entries(ViewDefinition view, AggregateDefinition aggregate) {
        AggregateFunction function = AggregateFunctions.named(aggregate.function());
        List<String> names = aggregate.featureNames();
        int results = names.size() / Math.max(1, aggregate.windows().size());
        List<CatalogueEntry> entries = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            WindowDefinition window = aggregate.windows().get(i / results);
            entries.add(new CatalogueEntry(
                    view.name() + "." + names.get(i),
                    type(function, aggregate, definition.source(view.source())),
                    Calls.text(aggregate),
                    aggregate.where(),
                    Optional.of(String.join(", ", view.entity())),
                    aggregate.isLookup() ? Optional.empty() : Optional.of(window.text()),
                    view.source(),
                    Optional.of(view.delayOf(aggregate))
                            .filter(delay -> !delay.isZero())
                            .map(Durations::format),
                    aggregate.resolution().map(Durations::format),
                    aggregate.isLookup() ? Optional.empty() : Optional.of(aggregate.includeCurrent()),
                    aggregate.maxAge().map(Durations::format),
                    aggregate.whenMissing().isPresent()
                            ? Optional.of(aggregate.whenMissing().getAsDouble())
                            : Optional.empty(),
                    missing(function, aggregate)
                            + view.maxAge()
                                    .map(maxAge -> "; NOT_FOUND " + Durations.format(maxAge)
                                            + " after the entity's last event")
                                    .orElse(""),
                    function.bound()
                            + Resolutions.bound(aggregate, window)
                                    .map(rounded -> "; " + rounded)
                                    .orElse(""),
                    ViewCost.of(aggregate, window),
                    aggregate.description().or(view::description),
                    aggregate.owner().or(view::owner),
                    view.tags()));
        }
        return entries;
    }

    private static String missing(AggregateFunction function, AggregateDefinition aggregate) {
        return function.ofNothing()
                + aggregate
                        .textWhenMissing()
                        .map(text -> "; '" + text + "' in place of missing")
                        .orElse("")
                + (aggregate.whenMissing().isPresent()
                        ? "; " + Calls.number(aggregate.whenMissing().getAsDouble()) + " in place of missing"
                        : "");
    }

    private static String type(AggregateFunction function, AggregateDefinition aggregate, SourceDefinition source) {
        return switch (function.result()) {
            case DURATION -> "double, seconds";
            default -> SourcesSection.word(aggregate.resultType(source.schema()));
        };
    }

    private CatalogueEntry expression(String name, Expression expression) {
        return new CatalogueEntry(
                name,
                SourcesSection.word(expression.type()),
                expression.text().strip(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                definition.scored(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "missing where a value it names is",
                "exact",
                expression.costUnits() + " units per event, no state",
                Optional.empty(),
                Optional.empty(),
                List.of());
    }
}
