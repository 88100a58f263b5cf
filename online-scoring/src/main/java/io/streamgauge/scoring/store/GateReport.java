package io.streamgauge.scoring.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was checked of a model before it was registered.
 *
 * @param checks every check, in order
 * @param golden the trainer's rows scored again; null when there were none
 * @param latency how long one row takes; null when it was not measured
 */
public record GateReport(
        List<Check> checks,
        @Nullable Golden golden,
        @Nullable Latency latency) {

    /** How a check ended. */
    public enum Outcome {
        PASSED,
        FAILED,
        SKIPPED
    }

    /**
     * One check.
     *
     * @param name what was checked, such as {@code operators}
     * @param detail what was seen, and what is allowed
     */
    public record Check(String name, Outcome outcome, String detail) {}

    /**
     * Scores of the trainer against scores of this host.
     *
     * @param rows rows compared
     * @param tolerance greatest difference allowed
     * @param maxDifference greatest absolute difference seen
     * @param decisionFlips rows whose decision, or else label, is another
     * @param flipsAllowed flips allowed
     * @param worstRows the rows that differ most, from 1, the worst first
     * @param flippedRows the first rows whose decision is another, from 1
     */
    public record Golden(
            int rows,
            double tolerance,
            double maxDifference,
            int decisionFlips,
            int flipsAllowed,
            List<Integer> worstRows,
            List<Integer> flippedRows) {

        public Golden {
            worstRows = List.copyOf(worstRows);
            flippedRows = List.copyOf(flippedRows);
        }
    }

    /**
     * Time from a vector to its score, one row at a time on one thread.
     *
     * @param runs runs measured, after warm-up
     * @param p50Micros half of the runs took at most this
     * @param p99Micros 99 of 100 runs took at most this
     * @param budgetMicros what p99 may be; null when nothing was asked
     */
    public record Latency(
            int runs,
            double p50Micros,
            double p99Micros,
            @Nullable Double budgetMicros) {}

    public GateReport {
        checks = List.copyOf(checks);
    }

    /** Whether no check failed. */
    public boolean passed() {
        return checks.stream().noneMatch(check -> check.outcome() == Outcome.FAILED);
    }
}
