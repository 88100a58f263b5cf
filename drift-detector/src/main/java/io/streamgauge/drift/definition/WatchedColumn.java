package io.streamgauge.drift.definition;

import java.io.Serializable;
import java.util.List;

/**
 * One value of a row that is watched.
 *
 * @param name an input, an output, {@code score}, ...
 * @param category whether it is a code that stands for a text, not a number
 * @param measures by which it is compared; none when it is not watched itself
 */
public record WatchedColumn(String name, boolean category, List<Measure> measures) implements Serializable {

    public WatchedColumn {
        measures = List.copyOf(measures);
    }

    /** Columns of numbers, compared as the definition says. */
    public static List<WatchedColumn> numbers(List<String> names, DriftDefinition definition) {
        return names.stream().map(name -> of(name, false, definition)).toList();
    }

    /** A column compared as the definition says. */
    public static WatchedColumn of(String name, boolean category, DriftDefinition definition) {
        boolean excluded = definition.exclude().contains(name);
        return new WatchedColumn(
                name, category, excluded ? List.of() : definition.watch().measures(name, category));
    }
}
