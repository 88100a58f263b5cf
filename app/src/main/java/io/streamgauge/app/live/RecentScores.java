package io.streamgauge.app.live;

import java.util.ArrayList;
import java.util.List;

/** The last scores, as a distribution over [0, 1]. Not thread-safe. */
final class RecentScores {

    static final int BINS = 20;

    private final double[] scores;
    private long seen;

    RecentScores(int kept) {
        this.scores = new double[kept];
    }

    void add(double score) {
        scores[(int) (seen % scores.length)] = score;
        seen++;
    }

    /** How many of the kept scores fall into each of {@value #BINS} equal bins; scores outside [0, 1] count at its ends. */
    List<Integer> bins() {
        int[] counts = new int[BINS];
        for (int i = 0; i < Math.min(seen, scores.length); i++) {
            counts[Math.max(0, Math.min(BINS - 1, (int) (scores[i] * BINS)))]++;
        }
        List<Integer> bins = new ArrayList<>(BINS);
        for (int count : counts) {
            bins.add(count);
        }
        return bins;
    }
}
