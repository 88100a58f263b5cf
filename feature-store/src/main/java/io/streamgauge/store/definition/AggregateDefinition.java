package io.streamgauge.store.definition;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One aggregate of a view; it yields one feature per window, named {@code <name>_<window>}, e.g. {@code tx_count_7d}.
 *
 * @param name name without the window
 * @param kind the function
 * @param field the field it takes; empty for {@code count}, which then counts events
 * @param windows window lengths, ascending
 * @param includeCurrent whether the event being enriched counts
 * @param whenMissing value in place of a missing one
 */
public record AggregateDefinition(
        String name,
        AggregateKind kind,
        Optional<String> field,
        List<Duration> windows,
        boolean includeCurrent,
        OptionalDouble whenMissing) {}
