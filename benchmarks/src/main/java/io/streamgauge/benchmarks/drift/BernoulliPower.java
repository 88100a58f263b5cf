package io.streamgauge.benchmarks.drift;

import io.streamgauge.drift.detector.ChangeDetector;
import io.streamgauge.drift.detector.DetectionScore;
import io.streamgauge.drift.detector.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * False alarms, delays and missed changes on streams of errors of a known rate: false alarms in 100,000 values without change, and
 * streams of {@value #BEFORE} values of a rate of 0.2 and {@value #AFTER} of a greater one.
 */
final class BernoulliPower {

    static final int BEFORE = 2000;
    static final int AFTER = 2000;
    static final double RATE = 0.2;
    static final double[] RATES_AFTER = {0.25, 0.3, 0.4, 0.6};
    private static final int NULL_LENGTH = 100_000;
    private static final double[] NULL_RATES = {0.05, RATE};

    private final int rounds;
    private final int nullRounds;
    private final long seed;

    /**
     * @param rounds streams with a change, for each rate after it
     * @param nullRounds streams of 100,000 values without one, for each rate
     */
    BernoulliPower(int rounds, int nullRounds, long seed) {
        this.rounds = rounds;
        this.nullRounds = nullRounds;
        this.seed = seed;
    }

    /** Something that is shown errors one by one. */
    @FunctionalInterface
    interface Watcher {
        /** Shows an error, 1, or none, 0; whether that is an alarm. */
        boolean alarms(int error);
    }

    static Watcher watcher(ChangeDetector detector) {
        return error -> detector.add(error) == Signal.DRIFT;
    }

    /**
     * What one watcher did.
     *
     * @param falseAlarms in 100,000 values without change, by rate
     * @param missed share of the changes without an alarm, by rate after it
     * @param delays mean of those detected, by rate after it
     * @param early share of the streams with an alarm before the change
     */
    record Result(List<Double> falseAlarms, List<Double> missed, List<Double> delays, double early) {

        /** The cells of the page's row. */
        List<String> cells() {
            List<String> cells = new ArrayList<>();
            falseAlarms.forEach(rate -> cells.add(String.format(Locale.ROOT, rate < 10 ? "%.2f" : "%.0f", rate)));
            for (int i = 0; i < missed.size(); i++) {
                cells.add(
                        delays.get(i).isNaN()
                                ? String.format(Locale.ROOT, "%.3f / -", missed.get(i))
                                : String.format(Locale.ROOT, "%.3f / %.0f", missed.get(i), delays.get(i)));
            }
            cells.add(String.format(Locale.ROOT, "%.0f", 100 * early));
            return cells;
        }
    }

    Result of(Supplier<Watcher> watchers) {
        List<Double> falseAlarms = new ArrayList<>();
        for (double rate : NULL_RATES) {
            SplittableRandom random = new SplittableRandom(seed);
            long alarms = 0;
            for (int round = 0; round < nullRounds; round++) {
                Watcher watcher = watchers.get();
                for (int i = 0; i < NULL_LENGTH; i++) {
                    alarms += watcher.alarms(random.nextDouble() < rate ? 1 : 0) ? 1 : 0;
                }
            }
            falseAlarms.add((double) alarms / nullRounds);
        }
        List<Double> missed = new ArrayList<>();
        List<Double> delays = new ArrayList<>();
        int early = 0;
        for (double rate : RATES_AFTER) {
            SplittableRandom random = new SplittableRandom(seed + 1);
            int found = 0;
            double delay = 0;
            for (int round = 0; round < rounds; round++) {
                DetectionScore score = DetectionScore.of(alarms(watchers.get(), rate, random), List.of(BEFORE), AFTER);
                found += score.detected();
                delay += score.detected() > 0 ? score.meanDelay() : 0;
                early += score.falseAlarms().isEmpty() ? 0 : 1;
            }
            missed.add(1 - (double) found / rounds);
            delays.add(found == 0 ? Double.NaN : delay / found);
        }
        return new Result(falseAlarms, missed, delays, (double) early / rounds / RATES_AFTER.length);
    }

    private static List<Integer> alarms(Watcher watcher, double after, SplittableRandom random) {
        List<Integer> alarms = new ArrayList<>();
        for (int i = 0; i < BEFORE + AFTER; i++) {
            if (watcher.alarms(random.nextDouble() < (i < BEFORE ? RATE : after) ? 1 : 0)) {
                alarms.add(i);
            }
        }
        return alarms;
    }
}
