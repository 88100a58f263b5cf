package io.streamgauge.store.view;

import io.streamgauge.store.definition.AggregateDefinition;
import io.streamgauge.store.definition.ViewDefinition;
import io.streamgauge.store.definition.WindowDefinition;
import io.streamgauge.store.event.EventSchema;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a feature is read from.
 *
 * @param series names the series in rows; features with one name share it
 * @param reachMs how long before the moment of a read the oldest value that counts may be, the delay included;
 *     {@link #UNBOUNDED} when there is no bound
 * @param delayMs how long after its event time a value counts
 */
public record FeatureShape(int series, long reachMs, long delayMs) {

    public static final long UNBOUNDED = Long.MAX_VALUE;

    /** The shapes of a view's features, in the order of {@link ViewDefinition#featureNames}. */
    public static List<FeatureShape> of(ViewDefinition view, EventSchema feed) {
        List<FeatureShape> shapes = new ArrayList<>();
        for (AggregateDefinition aggregate : view.aggregates()) {
            int series = SeriesKey.of(FieldInput.of(view, aggregate, feed), aggregate)
                    .identity();
            int results = aggregate.aggregate().suffixes().size();
            for (WindowDefinition window : aggregate.windows()) {
                FeatureShape shape = new FeatureShape(
                        series,
                        reachMs(view, aggregate, window),
                        view.delayOf(aggregate).toMillis());
                for (int i = 0; i < results; i++) {
                    shapes.add(shape);
                }
            }
        }
        return List.copyOf(shapes);
    }

    private static long reachMs(ViewDefinition view, AggregateDefinition aggregate, WindowDefinition window) {
        if (window instanceof WindowDefinition.Unbounded) {
            return UNBOUNDED;
        }
        long maxAgeMs = aggregate.maxAge().map(Duration::toMillis).orElse(0L);
        long roundedMs = aggregate.resolution().map(Duration::toMillis).orElse(0L);
        return view.delayOf(aggregate).toMillis()
                + Math.max(WindowStart.of(window).horizonMs() + roundedMs, maxAgeMs);
    }
}
