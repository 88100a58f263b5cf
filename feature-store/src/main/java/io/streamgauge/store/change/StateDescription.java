package io.streamgauge.store.change;

import io.streamgauge.store.definition.AggregateDefinition;
import io.streamgauge.store.definition.DefinitionHash;
import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.definition.SourceDefinition;
import io.streamgauge.store.definition.ViewDefinition;
import io.streamgauge.store.definition.WindowDefinition;
import io.streamgauge.store.event.EventSchema;
import io.streamgauge.store.event.Field;
import io.streamgauge.store.event.FieldType;
import io.streamgauge.store.event.FormerLayouts;
import io.streamgauge.store.vector.FeedEvents;
import io.streamgauge.store.view.FeatureShape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the state rows of a running pipeline were made with, kept beside them: enough to say what of them another definition
 * can use, and since when what it can use is all there.
 *
 * @param scored name of the scored source
 * @param sources by name
 * @param views in the order events visit them
 * @param former what events looked like under definitions before this one, newest last
 */
public record StateDescription(String scored, Map<String, Source> sources, List<View> views, List<Layout> former) {

    /** Layouts kept; an event is on its way for seconds, so no more than a few can matter. */
    private static final int MOST_LAYOUTS = 10;

    public StateDescription {
        sources = Collections.unmodifiableMap(new LinkedHashMap<>(sources));
        views = List.copyOf(views);
        former = List.copyOf(former);
    }

    /**
     * A source.
     *
     * @param key field that is the record key; empty for none
     * @param fields name and type, in order
     */
    public record Source(
            String topic,
            String id,
            String time,
            String key,
            long latenessMs,
            List<String> fields,
            List<String> expectations) {

        static Source of(SourceDefinition source) {
            return new Source(
                    source.topic(),
                    source.idField(),
                    source.timeField(),
                    source.keyField().orElse(""),
                    source.lateness().toMillis(),
                    source.schema().fields().stream()
                            .map(field -> field.name() + " " + field.type())
                            .toList(),
                    source.expectations().stream().map(String::strip).sorted().toList());
        }

        /** Types by the fields' names. */
        Map<String, String> types() {
            return fields.stream()
                    .collect(Collectors.toMap(
                            Source::name, field -> field.substring(name(field).length() + 1)));
        }

        static EventSchema schema(List<String> fields) {
            return new EventSchema(fields.stream()
                    .map(field -> new Field(
                            name(field),
                            FieldType.valueOf(field.substring(name(field).length() + 1))))
                    .toList());
        }

        private static String name(String field) {
            return field.substring(0, field.indexOf(' '));
        }
    }

    /**
     * A view.
     *
     * @param entity its fields, with commas between them
     * @param route how its events come to it, in words
     * @param series by their names in rows, hexadecimal
     */
    public record View(
            String name,
            String entity,
            String source,
            String route,
            List<Feature> features,
            Map<String, Series> series) {

        List<String> featureNames() {
            return features.stream().map(feature -> name + "." + feature.name()).toList();
        }
    }

    /**
     * A feature of a view.
     *
     * @param text its definition
     * @param series name of the series it is read from
     * @param reachMs see {@link FeatureShape#reachMs}; null without a bound
     */
    public record Feature(
            String name,
            String text,
            String series,
            @Nullable Long reachMs) {}

    /**
     * A series of a view, of any entity.
     *
     * @param sinceMs values with later event times are all there; null when none is missing
     * @param everSinceMs what an unbounded window counts is all events later than this; null when it is all events
     */
    public record Series(@Nullable Long sinceMs, @Nullable Long everSinceMs) {

        static final Series ALL = new Series(null, null);
    }

    /** What events between views looked like. */
    public record Layout(Map<String, List<String>> fields, List<String> features) {}

    /**
     * The description of a pipeline that begins.
     *
     * @param routes how events come to each view, by its name
     */
    public static StateDescription of(FeatureDefinition definition, Map<String, String> routes) {
        Map<String, Source> sources = new LinkedHashMap<>();
        definition.sources().forEach((name, source) -> sources.put(name, Source.of(source)));
        return new StateDescription(
                definition.scored(),
                sources,
                definition.views().stream()
                        .map(view -> view(definition, view, routes.getOrDefault(view.name(), "")))
                        .toList(),
                List.of());
    }

    private static View view(FeatureDefinition definition, ViewDefinition view, String route) {
        List<FeatureShape> shapes = FeatureShape.of(view, new FeedEvents(definition, view).schema());
        List<Feature> features = new ArrayList<>();
        Map<String, Series> series = new LinkedHashMap<>();
        for (AggregateDefinition aggregate : view.aggregates()) {
            List<String> names = aggregate.featureNames();
            int results = names.size() / Math.max(1, aggregate.windows().size());
            for (int i = 0; i < names.size(); i++) {
                WindowDefinition window = aggregate.windows().get(i / results);
                FeatureShape shape = shapes.get(features.size());
                String identity = HexFormat.of().toHexDigits(shape.series());
                features.add(new Feature(
                        names.get(i),
                        text(view, aggregate, window),
                        identity,
                        shape.reachMs() == FeatureShape.UNBOUNDED ? null : (Long) shape.reachMs()));
                series.put(identity, Series.ALL);
            }
        }
        return new View(view.name(), String.join(",", view.entity()), view.source(), route, features, series);
    }

    private static String text(ViewDefinition view, AggregateDefinition aggregate, WindowDefinition window) {
        String text = DefinitionHash.text(aggregate, window);
        return text
                + (view.delayOf(aggregate).isZero()
                        ? ""
                        : " delay " + view.delayOf(aggregate).toMillis() + "ms")
                + view.maxAge()
                        .map(maxAge -> " entities' max age " + maxAge.toMillis() + "ms")
                        .orElse("");
    }

    /** Whether another definition has made the state: more than since when it is complete is different. */
    boolean differsFrom(StateDescription other) {
        return !scored.equals(other.scored)
                || !sources.equals(other.sources)
                || !bare(views).equals(bare(other.views));
    }

    private static List<View> bare(List<View> views) {
        return views.stream()
                .map(v -> new View(v.name, v.entity, v.source, v.route, v.features, Map.of()))
                .toList();
    }

    Optional<View> view(String name) {
        return views.stream().filter(view -> view.name().equals(name)).findFirst();
    }

    /** The same, made after {@code before}, with what is now known of the views' series. */
    StateDescription after(StateDescription before, List<View> newViews) {
        List<Layout> layouts = new ArrayList<>(before.former);
        layouts.remove(before.layout());
        layouts.add(before.layout());
        layouts.remove(layout());
        return new StateDescription(
                scored, sources, newViews, layouts.subList(Math.max(0, layouts.size() - MOST_LAYOUTS), layouts.size()));
    }

    private Layout layout() {
        return new Layout(
                sources.entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, source -> source.getValue().fields())),
                views.stream().flatMap(view -> view.featureNames().stream()).toList());
    }

    /** How events that are still on their way may be written. */
    public FormerLayouts formerLayouts() {
        Map<String, List<EventSchema>> schemas = new HashMap<>();
        List<List<String>> features = new ArrayList<>();
        for (Layout layout : former) {
            layout.fields()
                    .forEach((source, fields) -> schemas.computeIfAbsent(source, name -> new ArrayList<>())
                            .add(Source.schema(fields)));
            features.add(layout.features());
        }
        return new FormerLayouts(schemas, features);
    }

    /** Since when each feature is complete. */
    public Completeness completeness() {
        Map<String, Completeness.Entry> entries = new LinkedHashMap<>();
        for (View view : views) {
            for (Feature feature : view.features()) {
                Series series = view.series().getOrDefault(feature.series(), Series.ALL);
                Long sinceMs = feature.reachMs() == null ? series.everSinceMs() : series.sinceMs();
                if (sinceMs != null) {
                    entries.put(view.name() + "." + feature.name(), new Completeness.Entry(sinceMs, feature.reachMs()));
                }
            }
        }
        return new Completeness(entries);
    }
}
