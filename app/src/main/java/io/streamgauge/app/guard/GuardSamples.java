package io.streamgauge.app.guard;

import io.streamgauge.schemas.Guard;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** What is known of a variant's last predictions, as many as its guards look at. Not thread-safe. */
final class GuardSamples {

    /** The most scores of the champion that are put beside a prediction. */
    static final int BESIDE = 4;

    private final int capacity;
    private final double[] scores;
    private final double[] champions;
    private final long[] tookNs;
    private final boolean[] missing;
    private final long[] scoredAtMs;
    private long added;

    /** @param capacity how many are kept */
    GuardSamples(int capacity) {
        this.capacity = capacity;
        this.scores = new double[capacity];
        this.champions = new double[capacity * BESIDE];
        this.tookNs = new long[capacity];
        this.missing = new boolean[capacity];
        this.scoredAtMs = new long[capacity];
    }

    /**
     * Takes a prediction.
     *
     * @param score NaN when there is none
     * @param beside the champion's score of the same event, or those of events just before; at most {@value #BESIDE}
     * @param scoringNs time that the model took; -1 where it was not asked
     * @param inputMissing whether an input was not known
     */
    void add(double score, double[] beside, long scoringNs, boolean inputMissing, long atMs) {
        int at = (int) (added % capacity);
        scores[at] = score;
        Arrays.fill(champions, at * BESIDE, (at + 1) * BESIDE, Double.NaN);
        System.arraycopy(beside, 0, champions, at * BESIDE, beside.length);
        tookNs[at] = scoringNs;
        missing[at] = inputMissing;
        scoredAtMs[at] = atMs;
        added++;
    }

    /** Whether there are as many as are kept. */
    boolean full() {
        return added >= capacity;
    }

    /** Those that a guard looks at. */
    Window of(Guard guard) {
        int size = (int) Math.min(Math.min(added, capacity), guard.getEvents());
        int[] last = IntStream.range(0, size)
                .map(back -> (int) ((added - 1 - back) % capacity))
                .toArray();
        long newestMs = Arrays.stream(last).mapToLong(i -> scoredAtMs[i]).max().orElse(0);
        long oldestMs = guard.getWithinMs() == 0 ? Long.MIN_VALUE : newestMs - guard.getWithinMs();
        return new Window(
                Arrays.stream(last).filter(i -> scoredAtMs[i] >= oldestMs).toArray());
    }

    /** Some of the samples. */
    final class Window {

        private final int[] chosen;

        private Window(int[] chosen) {
            this.chosen = chosen;
        }

        int size() {
            return chosen.length;
        }

        double errors() {
            return share(i -> Double.isNaN(scores[i]));
        }

        double missing() {
            return share(i -> missing[i]);
        }

        private double share(IntPredicate which) {
            return (double) Arrays.stream(chosen).filter(which).count() / Math.max(1, chosen.length);
        }

        /** Times of the scoring calls that were made, in nanoseconds, ascending. */
        long[] scoringNs() {
            return Arrays.stream(chosen)
                    .mapToLong(i -> tookNs[i])
                    .filter(ns -> ns >= 0)
                    .sorted()
                    .toArray();
        }

        /** Scores, ascending. */
        double[] scores() {
            return sorted(Arrays.stream(chosen).mapToDouble(i -> scores[i]));
        }

        /** The champion's scores beside them, ascending. */
        double[] champions() {
            return sorted(Arrays.stream(chosen)
                    .flatMap(i -> IntStream.range(i * BESIDE, (i + 1) * BESIDE))
                    .mapToDouble(i -> champions[i]));
        }

        private static double[] sorted(DoubleStream of) {
            return of.filter(score -> !Double.isNaN(score)).sorted().toArray();
        }

        /** When the first was scored. */
        long fromMs() {
            return Arrays.stream(chosen).mapToLong(i -> scoredAtMs[i]).min().orElse(0);
        }

        /** When the last was scored. */
        long toMs() {
            return Arrays.stream(chosen).mapToLong(i -> scoredAtMs[i]).max().orElse(0);
        }
    }
}
