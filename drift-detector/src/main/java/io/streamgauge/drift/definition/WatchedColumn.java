package io.streamgauge.drift.definition;

import java.io.Serializable;
import java.util.List;

/**
 * One value of a row that is watched.
 *
 * @param name an input, an output, {@code score}, ...
 * @param category whether it is a code that stands for a text, not a number
 * @param measures by which it is compared; none when it is not watched itself
 * @param part of the prediction that holds it
 */
public record WatchedColumn(String name, boolean category, List<Measure> measures, Watched part)
        implements Serializable {

    /** A column of an input, or of the score by its name. */
    public WatchedColumn(String name, boolean category, List<Measure> measures) {
        this(name, category, measures, name.equals(Watched.SCORE.text()) ? Watched.SCORE : Watched.INPUTS);
    }

    public WatchedColumn {
        measures = List.copyOf(measures);
    }

    /** Columns of numbers, compared as the definition says. */
    public static List<WatchedColumn> numbers(List<String> names, DriftDefinition definition) {
        return names.stream().map(name -> of(name, false, definition)).toList();
    }

    /** A column of an input, or of the score by its name, compared as the definition says. */
    public static WatchedColumn of(String name, boolean category, DriftDefinition definition) {
        return of(name, category, definition, name.equals(Watched.SCORE.text()) ? Watched.SCORE : Watched.INPUTS);
    }

    /** A column compared as the definition says. */
    public static WatchedColumn of(String name, boolean category, DriftDefinition definition, Watched part) {
        boolean excluded = definition.exclude().contains(name);
        return new WatchedColumn(
                name, category, excluded ? List.of() : definition.watch().measures(name, category), part);
    }
}
