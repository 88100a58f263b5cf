package io.streamgauge.store.definition;

import io.streamgauge.store.aggregate.Aggregate;
import io.streamgauge.store.aggregate.Folded;
import io.streamgauge.store.aggregate.Positional;
import io.streamgauge.store.aggregate.Recipe;
import io.streamgauge.store.event.EventSchema;
import io.streamgauge.store.event.FieldType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The bytes that an entity's row takes at most, whatever events there are. Rows travel as records of a changelog, and a broker
 * takes records up to 1 MiB unless told otherwise: one that is larger stops the application. So a view whose rows might be is refused.
 *
 * <pre>
 *   per series     {@value #SERIES_BYTES}
 *   its newest {@value #NEWEST} values, of texts {@value #NEWEST_TEXTS}; the others are in chunks:
 *     each         a distance in time {@value #TIME_BYTES}, which is more only beyond a year, a number {@value #NUMBER_BYTES}
 *                  or a text {@value #TEXT_BYTES}: 256 code units of up to 3 bytes, a length and a place
 *   with an unbounded window, {@value #KEPT_BYTES} and:
 *     each recipe  {@link Recipe#mostWrittenBytes} and {@value #STATE_BYTES}
 *     each value read by position  {@value #END_BYTES}
 *     each text they hold          {@value #TEXT_BYTES} and a code of {@value #NUMBER_BYTES}
 *   with a resolution:
 *     the newest tile, whose recipes take what they take above; the others are chunks
 * </pre>
 */
public final class RowBytes {

    /** The most that a row may take: what a broker takes of a record, less its key and headers. */
    public static final long MOST = 1_000_000;

    private static final int SERIES_BYTES = 64;
    private static final int NEWEST = 127;
    private static final int NEWEST_TEXTS = 63;
    private static final int TIME_BYTES = 5;
    private static final int NUMBER_BYTES = 8;
    private static final int TEXT_BYTES = 3 * 256 + 2 + 1;
    private static final int KEPT_BYTES = 50;
    private static final int STATE_BYTES = 9;
    private static final int END_BYTES = 16;

    private RowBytes() {}

    /** What one series puts into the row besides its newest values. */
    private static final class Kept {

        private final boolean texts;
        private final boolean values;
        private final Set<Recipe> recipes = new HashSet<>();
        private int oldest;
        private int newest;

        Kept(boolean texts, boolean values) {
            this.texts = texts;
            this.values = values;
        }

        void add(Aggregate aggregate) {
            if (aggregate instanceof Folded folded) {
                recipes.addAll(folded.recipes());
            } else if (aggregate instanceof Positional positional) {
                oldest = Math.max(oldest, positional.oldest());
                newest = Math.max(newest, positional.newest());
            }
        }

        long bytes() {
            long value = (long) TIME_BYTES + (texts ? TEXT_BYTES : values ? NUMBER_BYTES : 0);
            long ends = (long) oldest + newest;
            long bytes = SERIES_BYTES + (texts ? NEWEST_TEXTS : NEWEST) * value + ends * END_BYTES;
            bytes += recipes.isEmpty() && ends == 0 ? 0 : KEPT_BYTES;
            long held = ends;
            for (Recipe recipe : recipes) {
                bytes = sum(bytes, sum(STATE_BYTES, recipe.mostWrittenBytes()));
                held = sum(held, recipe.mostHeldValues());
            }
            return texts
                    ? sum(
                            bytes,
                            Math.multiplyHigh(held, 1L << 20) > 0
                                    ? Recipe.NO_BOUND
                                    : held * (TEXT_BYTES + NUMBER_BYTES))
                    : bytes;
        }

        private static long sum(long a, long b) {
            return a > Recipe.NO_BOUND - b ? Recipe.NO_BOUND : a + b;
        }
    }

    /**
     * Why an aggregate's states may grow without bound in a row; empty when they do not.
     *
     * @param tiled whether it has a resolution
     */
    public static Optional<String> wrong(
            Iterable<WindowDefinition> windows, boolean tiled, String function, Aggregate aggregate) {
        boolean unbounded = false;
        for (WindowDefinition window : windows) {
            unbounded |= window instanceof WindowDefinition.Unbounded;
        }
        boolean grows = aggregate instanceof Folded folded
                && folded.recipes().stream().anyMatch(recipe -> recipe.mostWrittenBytes() == Recipe.NO_BOUND);
        if (!grows || !(unbounded || tiled)) {
            return Optional.empty();
        }
        return Optional.of("'" + function + "' keeps every distinct value, and "
                + (unbounded ? "an unbounded window lets go of none" : "a tile takes as many as come")
                + ": a row would grow without end; give it a limit, " + example(function)
                + ", or windows with a length" + (tiled ? " and no resolution" : ", such as 30d"));
    }

    private static String example(String function) {
        return "such as "
                + (function.equals("approx_top_k") ? "approx_top_k(field, 3, 1000)" : function + "(field, 1000)")
                + (function.equals("count_distinct") ? ", or take approx_count_distinct" : "");
    }

    /** The most bytes of an entity's row in a view. */
    public static long of(ViewDefinition view, EventSchema feed) {
        Map<Object, Kept> series = new HashMap<>();
        for (AggregateDefinition one : view.aggregates()) {
            boolean texts = one.resultType(feed) == FieldType.STRING;
            boolean values = one.field().isPresent() || one.value().isPresent();
            boolean tiled = one.resolution().isPresent();
            Object key = Set.of(
                    "input " + one.field() + one.value() + one.where(),
                    "texts " + texts,
                    "tiles " + one.resolution() + (tiled ? one.aggregate() : ""));
            Kept kept = series.computeIfAbsent(key, any -> new Kept(texts, values));
            if (tiled || one.windows().stream().anyMatch(WindowDefinition.Unbounded.class::isInstance)) {
                kept.add(one.aggregate());
            }
            if (tiled && one.windows().stream().anyMatch(WindowDefinition.Unbounded.class::isInstance)) {
                series.computeIfAbsent(Set.of(key), any -> new Kept(false, false))
                        .add(one.aggregate());
            }
        }
        return series.values().stream().mapToLong(Kept::bytes).reduce(0, Kept::sum);
    }

    /** Why the view's rows may be too large; empty when they may not. */
    public static Optional<String> tooMany(ViewDefinition view, EventSchema feed) {
        long bytes = of(view, feed);
        return bytes <= MOST
                ? Optional.empty()
                : Optional.of(
                        "the rows of view '" + view.name() + "' may take "
                                + (bytes == Recipe.NO_BOUND ? "any number of" : String.valueOf(bytes))
                                + " bytes, and a record of Kafka at most "
                                + MOST
                                + "; over unbounded windows give smaller limits and numbers of results, or divide the view in two");
    }
}
