package io.streamgauge.store.aggregate;

import java.util.List;

/**
 * An aggregate function with its arguments, as features use it. Immutable; {@link Folded}, {@link Positional} and
 * {@link Extreme} say how a window slides over it.
 */
public sealed interface Aggregate permits Folded, Positional, Extreme {

    /** One suffix per result: a single empty one, or such as {@code 1, 2, 3} for the three results of {@code last_n}. */
    default List<String> suffixes() {
        return List.of("");
    }
}
