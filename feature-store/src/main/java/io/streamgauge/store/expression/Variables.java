package io.streamgauge.store.expression;

import org.jspecify.annotations.Nullable;

/** Where an expression finds its variables. */
@FunctionalInterface
public interface Variables {

    /** The variable's value as Long, Double, Boolean, String or, for timestamps, Instant; null when it is missing. */
    @Nullable
    Object valueOf(String name);
}
