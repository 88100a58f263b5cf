package io.streamgauge.store.view;

import io.streamgauge.schemas.ValueStatus;
import io.streamgauge.store.aggregate.Accumulator;
import io.streamgauge.store.aggregate.Aggregate;
import io.streamgauge.store.aggregate.Folded;
import io.streamgauge.store.aggregate.Positional;
import io.streamgauge.store.vector.FeatureValues;
import org.jspecify.annotations.Nullable;

/** Reads one aggregate's features, over all its windows, off a located series. Not thread-safe. */
final class FeatureRead {

    /** No bound on how old the newest value may be. */
    static final long ANY_AGE = Long.MAX_VALUE;

    private final int delay;
    private final @Nullable Folded folded;
    private final @Nullable Positional positional;
    private final int[] windows;
    private final int[] states;
    private final boolean invertible;
    private final int extreme;
    private final long maxAgeMs;
    private final Outputs outputs;
    private final Accumulator[][] chosen;
    private final SeriesValues values = new SeriesValues();

    /**
     * @param delay index of its delay among the series'
     * @param windows indexes among the series' windows
     * @param states indexes of a folded aggregate's recipes among the series' invertible ones, or among the others
     * @param invertible which of the two
     * @param extreme index of an extreme among the series'
     */
    FeatureRead(
            Aggregate aggregate,
            int delay,
            int[] windows,
            int[] states,
            boolean invertible,
            int extreme,
            long maxAgeMs,
            Outputs outputs) {
        this.delay = delay;
        this.folded = aggregate instanceof Folded is ? is : null;
        this.positional = aggregate instanceof Positional is ? is : null;
        this.windows = windows;
        this.states = states;
        this.invertible = invertible;
        this.extreme = extreme;
        this.maxAgeMs = maxAgeMs;
        this.outputs = outputs;
        this.chosen = new Accumulator[windows.length][states.length];
    }

    /** @param firstTimeMs time of the entity's first event ever */
    void read(SeriesState series, long firstTimeMs, FeatureValues out, int offset) {
        long endMs = series.endMs(delay);
        boolean found = firstTimeMs <= endMs;
        boolean stale = maxAgeMs != ANY_AGE && series.newestMs(delay) < WindowStart.minus(endMs, maxAgeMs);
        ValueStatus missing =
                !found ? ValueStatus.NOT_FOUND : stale ? ValueStatus.OUTSIDE_MAX_AGE : ValueStatus.NULL_VALUE;
        for (int i = 0; i < windows.length; i++) {
            outputs.turnTo(i, out, offset, series.texts());
            if (!stale || !found) {
                read(series, windows[i], endMs, chosen[i]);
            }
            outputs.fill(missing);
        }
    }

    private void read(SeriesState series, int window, long endMs, Accumulator[] folding) {
        long count = series.count(window);
        if (folded != null) {
            if (states.length > 0) {
                Accumulator[] all = invertible ? series.invertible(window) : series.merged(window);
                for (int i = 0; i < folding.length; i++) {
                    Accumulator state = all[states[i]];
                    if (folding[i] != state) { // it mostly is the same; storing one costs a check of its type
                        folding[i] = state;
                    }
                }
            }
            folded.read(folding, count, endMs, outputs);
        } else if (positional == null) {
            if (count > 0) {
                outputs.set(0, series.extreme(extreme, window));
            }
        } else {
            positional.read(
                    values.over(series.series(), series.start(window), series.end(window), series.baseOf(window)),
                    endMs,
                    outputs);
        }
    }
}
