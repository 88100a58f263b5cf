package io.streamgauge.drift.detector;

import java.util.ArrayList;
import java.util.List;

/**
 * How alarms over one stream fit the changes that are known to be in it.
 *
 * <p>A change is detected by the first alarm after it: at its own place or later, by at most {@code longestDelay} values, and
 * before the next change. Further alarms within that reach are repeated; all others are false.
 *
 * @param delays from each change that was detected to its first alarm, in values
 * @param missed changes without an alarm
 * @param repeated further alarms of changes that have one
 * @param falseAlarms places of the alarms that belong to no change
 */
public record DetectionScore(List<Integer> delays, int missed, int repeated, List<Integer> falseAlarms) {

    public DetectionScore {
        delays = List.copyOf(delays);
        falseAlarms = List.copyOf(falseAlarms);
    }

    /**
     * Holds alarms against changes; both are places in the stream, ascending.
     *
     * @param longestDelay values after a change up to which an alarm is its
     */
    public static DetectionScore of(List<Integer> alarms, List<Integer> changes, int longestDelay) {
        List<Integer> delays = new ArrayList<>();
        List<Integer> falseAlarms = new ArrayList<>();
        int repeated = 0;
        int last = -1;
        for (int alarm : alarms) {
            int change = latest(changes, alarm);
            if (change < 0 || alarm - changes.get(change) > longestDelay) {
                falseAlarms.add(alarm);
            } else if (change == last) {
                repeated++;
            } else {
                delays.add(alarm - changes.get(change));
                last = change;
            }
        }
        return new DetectionScore(delays, changes.size() - delays.size(), repeated, falseAlarms);
    }

    /** The last change at or before a place; -1 when there is none. */
    private static int latest(List<Integer> changes, int place) {
        int latest = -1;
        while (latest + 1 < changes.size() && changes.get(latest + 1) <= place) {
            latest++;
        }
        return latest;
    }

    /** Changes that have an alarm. */
    public int detected() {
        return delays.size();
    }

    /** Share of the changes that have none, MDR; NaN without changes. */
    public double missedRate() {
        return (double) missed / (missed + detected());
    }

    /** Share of the alarms that are not false; NaN without alarms. */
    public double precision() {
        return (double) (detected() + repeated) / (detected() + repeated + falseAlarms.size());
    }

    /** Alarms that belong to a change over these and the changes missed: what River calls recall. */
    public double recall() {
        return (double) (detected() + repeated) / (detected() + repeated + missed);
    }

    /** Mean delay of the changes detected, MTD, in values; NaN when none is. */
    public double meanDelay() {
        return delays.stream().mapToInt(Integer::intValue).average().orElse(Double.NaN);
    }

    /** Mean gap between one false alarm and the next, MTFA, in values; NaN with fewer than two. */
    public double meanTimeBetweenFalseAlarms() {
        int n = falseAlarms.size();
        return n < 2 ? Double.NaN : (double) (falseAlarms.get(n - 1) - falseAlarms.get(0)) / (n - 1);
    }

    /** Mean time ratio, MTR: MTFA / MTD · (1 − MDR); the greater the better [Bifet, Classifier concept drift detection, 2017]. */
    public double meanTimeRatio() {
        return meanTimeBetweenFalseAlarms() / meanDelay() * (1 - missedRate());
    }
}
