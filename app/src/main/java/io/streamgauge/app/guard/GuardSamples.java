package io.streamgauge.app.guard;

import io.streamgauge.schemas.Guard;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

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
    private final List<Stretches> stretches = new ArrayList<>();
    private final List<Guard> guards;
    private long added;

    /** @param capacity how many are kept */
    GuardSamples(int capacity) {
        this(capacity, List.of(), 0);
    }

    /**
     * Samples of a variant.
     *
     * @param guards its guards; as many predictions are kept as one of them looks at
     * @param deployedMs when the variant was deployed as it is
     */
    GuardSamples(List<Guard> guards, long deployedMs) {
        this(guards.stream().mapToInt(Guard::getEvents).max().orElse(1), guards, deployedMs);
    }

    private GuardSamples(int capacity, List<Guard> guards, long deployedMs) {
        this.guards = guards;
        guards.forEach(guard -> stretches.add(new Stretches(guard, deployedMs)));
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
        for (Stretches each : stretches) {
            each.add(added, atMs);
        }
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

    /** The stretches that a guard with a risk looks at, the longest first. */
    List<Stretches.Stretch> stretches(Guard guard) {
        return stretches.get(guards.indexOf(guard)).open();
    }

    /** The samples of a stretch, in the order in which they came. */
    Window of(Stretches.Stretch stretch) {
        return new Window(LongStream.range(stretch.from(), added)
                .mapToInt(index -> (int) (index % capacity))
                .toArray());
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

        /** How many have no score. */
        long errors() {
            return count(i -> Double.isNaN(scores[i]));
        }

        /** How many have an input that was not known. */
        long missing() {
            return count(i -> missing[i]);
        }

        private long count(IntPredicate which) {
            return Arrays.stream(chosen).filter(which).count();
        }

        /** The i-th score; NaN when there is none. */
        double score(int i) {
            return scores[chosen[i]];
        }

        /** The champion's scores beside the i-th. */
        double[] beside(int i) {
            return Arrays.stream(champions, chosen[i] * BESIDE, (chosen[i] + 1) * BESIDE)
                    .filter(score -> !Double.isNaN(score))
                    .toArray();
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
