package io.streamgauge.store.definition;

import io.streamgauge.schemas.config.Durations;
import java.time.Duration;
import java.util.List;

/**
 * A feature view: one state row per entity, fed by one source, read by the scored source.
 *
 * @param name name, e.g. {@code customer}
 * @param entity field that names the entity, in the feeding and in the scored source
 * @param source name of the source that feeds it
 * @param delay how long after its event time an event counts; windows are {@code (t - w - delay, t - delay]}
 * @param aggregates in declared order
 */
public record ViewDefinition(
        String name, String entity, String source, Duration delay, List<AggregateDefinition> aggregates) {

    /** Names of the view's features without the view's name, in order: aggregate by aggregate, window by window. */
    public List<String> featureNames() {
        return aggregates.stream()
                .flatMap(a -> a.windows().stream().map(w -> a.name() + "_" + Durations.format(w)))
                .toList();
    }

    /** The longest window of any aggregate. */
    public Duration longestWindow() {
        return aggregates.stream()
                .flatMap(a -> a.windows().stream())
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }
}
