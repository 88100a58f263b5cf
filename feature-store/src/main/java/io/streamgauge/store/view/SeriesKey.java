package io.streamgauge.store.view;

import io.streamgauge.store.aggregate.Aggregate;
import io.streamgauge.store.aggregate.Folded;
import io.streamgauge.store.definition.AggregateDefinition;
import io.streamgauge.store.definition.WindowDefinition;
import java.time.Duration;

/**
 * What aggregates of one series have in common. Those that keep values one by one share them whatever they compute; of those
 * with a resolution only aggregates that fold values into the same states share their tiles, so that another one beside them
 * changes nothing of what is stored.
 *
 * @param resolutionMs 0 for values kept one by one
 * @param folds what tiles are made of; empty for values kept one by one
 */
record SeriesKey(FieldInput input, long resolutionMs, String folds) {

    static SeriesKey of(FieldInput input, AggregateDefinition definition) {
        long resolutionMs = definition.resolution().map(Duration::toMillis).orElse(0L);
        if (resolutionMs > 0 && input.texts()) {
            throw new IllegalArgumentException(
                    "aggregate '" + definition.name() + "' gives texts, and tiles keep none; it takes no resolution");
        }
        return new SeriesKey(input, resolutionMs, resolutionMs == 0 ? "" : folds(definition));
    }

    private static String folds(AggregateDefinition definition) {
        Aggregate aggregate = definition.aggregate();
        boolean unbounded = definition.windows().stream().anyMatch(WindowDefinition.Unbounded.class::isInstance);
        return (aggregate instanceof Folded folded ? folded.recipes() : aggregate) + (unbounded ? " unbounded" : "");
    }

    WindowStart start(WindowDefinition window) {
        if (resolutionMs == 0 || window instanceof WindowDefinition.Unbounded) {
            return WindowStart.of(window);
        } else if (window instanceof WindowDefinition.Sliding sliding) {
            return new WindowStart.Rounded(sliding.length().toMillis(), resolutionMs);
        }
        throw new IllegalArgumentException("a resolution rounds sliding windows, not '" + window.text() + "'");
    }

    /** Names the series in rows. */
    int identity() {
        return resolutionMs == 0 ? input.identity() : input.identity("\tresolution\t" + resolutionMs + "\t" + folds);
    }
}
