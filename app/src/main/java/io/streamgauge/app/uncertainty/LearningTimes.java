package io.streamgauge.app.uncertainty;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * When to learn from labels: with the first label of each period of event time, which all instances count from 1970-01-01 UTC;
 * and as long as nothing was learnt yet, also when there are labels enough for a bound, and each time they have doubled since.
 * Labels that judge no prediction teach nothing, however many they are, and no more are kept than is declared: so their number
 * alone must not decide. Not thread-safe.
 */
final class LearningTimes {

    private final long everyMs;
    private final int fewest;
    private long triedPeriod = Long.MIN_VALUE;
    private long triedLabels;

    /** @param fewest labels that a bound needs */
    LearningTimes(Duration every, int fewest) {
        this.everyMs = every.toMillis();
        this.fewest = fewest;
    }

    /**
     * Whether it is time; it then is not again before the next period.
     *
     * @param labels how many there are
     * @param newestMs event time of the newest
     * @param learntMs event time of the newest that was learnt from; empty when nothing was learnt yet
     */
    boolean due(int labels, long newestMs, OptionalLong learntMs) {
        long period = Math.floorDiv(newestMs, everyMs);
        boolean first = learntMs.isEmpty() && labels >= Math.max(fewest, 2 * triedLabels);
        boolean next = period > triedPeriod
                && (learntMs.isPresent() ? period > Math.floorDiv(learntMs.getAsLong(), everyMs) : labels >= fewest);
        if (first || next) {
            triedPeriod = period;
            triedLabels = labels;
            return true;
        }
        return false;
    }

    /** What was tried was not brought to an end: it is time until it is. */
    void again() {
        triedPeriod = Long.MIN_VALUE;
        triedLabels = 0;
    }

    /** The beginning of the period of a moment: who has learnt from a label since has learnt in it. */
    OptionalLong since(long ms) {
        return OptionalLong.of(Math.floorDiv(ms, everyMs) * everyMs);
    }
}
