package io.streamgauge.drift.labels;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the model said of one event, and what is known to have come true. */
public final class JudgedRow {

    private final long rank;
    private final double score;
    private final double decided;
    private final List<String> groups;
    private List<Outcome> outcomes;

    /**
     * @param rank place in the sampling order
     * @param score what the model said; NaN when it said nothing
     * @param decided 1 or 0 for a decision, the class chosen for classes, NaN for numbers
     * @param groups the group it is in, for each input that makes groups
     * @param outcomes known ones, in order
     */
    public JudgedRow(long rank, double score, double decided, List<String> groups, List<Outcome> outcomes) {
        this.rank = rank;
        this.score = score;
        this.decided = decided;
        this.groups = List.copyOf(groups);
        this.outcomes = List.copyOf(outcomes);
    }

    public long rank() {
        return rank;
    }

    public double score() {
        return score;
    }

    public double decided() {
        return decided;
    }

    /** The group it is in, for each input that makes groups. */
    public List<String> groups() {
        return groups;
    }

    /** Outcomes known, those not in force yet among them, in order. */
    public List<Outcome> outcomes() {
        return outcomes;
    }

    /** The outcome in force before a moment, or null when none is. */
    @Nullable
    Outcome before(long momentMs) {
        Outcome last = null;
        for (Outcome outcome : outcomes) {
            last = outcome.effectiveMs() < momentMs ? outcome : last;
        }
        return last;
    }

    /** Takes an outcome; of those between two moments of the grid only the last is kept. True when anything changes. */
    boolean add(Outcome outcome, long gridMs) {
        List<Outcome> kept = new ArrayList<>();
        for (Outcome other : outcomes) {
            if (cell(other, gridMs) == cell(outcome, gridMs)) {
                if (other.compareTo(outcome) >= 0) {
                    return false;
                }
            } else {
                kept.add(other);
            }
        }
        kept.add(outcome);
        kept.sort(null);
        outcomes = List.copyOf(kept);
        return true;
    }

    /** Forgets the outcomes that a later one had replaced before a moment; true when there were any. */
    boolean settle(long momentMs) {
        Outcome last = before(momentMs);
        if (last == null || outcomes.get(0).equals(last)) {
            return false;
        }
        outcomes = outcomes.stream()
                .filter(outcome -> outcome.compareTo(last) >= 0)
                .toList();
        return true;
    }

    private static long cell(Outcome outcome, long gridMs) {
        return Math.floorDiv(outcome.effectiveMs(), gridMs);
    }
}
