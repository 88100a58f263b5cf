package io.streamgauge.app.guard;

import java.util.Arrays;

/**
 * Bets on a gap between the distributions F of a variant's scores and G of the champion's, D = sup |F(x) − G(x)|. Of each score
 * with champion's scores beside it is made
 *
 * <pre>  z = ±(1 if the score is at most x, else 0, less the share of the champion's that are)   </pre>
 *
 * <p>whose mean is at most D whatever x and sign are, as long as they are chosen before the score is seen. They are those of the
 * widest gap among the scores before, chosen anew each time these have grown by half. So a lower bound of the mean of z is one of
 * D, at all times at once (see {@link BettingBound}), with no price for having sought the widest gap.
 */
final class ShiftBets {

    /** Nothing is bet before so many scores of the variant are known. */
    private static final int FIRST = 32;

    private static final double GROWTH = 1.5;
    /** z is at least this. */
    private static final double LOW = -1;

    private final BettingBound bound = new BettingBound(LOW);
    private final double[] own;
    private final double[] champion;
    private int owns;
    private int champions;
    private double x;
    private int sign;
    private double nextChoice = FIRST;

    private ShiftBets(int scores) {
        own = new double[scores];
        champion = new double[scores * GuardSamples.BESIDE];
    }

    /** The bound of the gap in samples, in their order. */
    static BettingBound of(GuardSamples.Window window) {
        ShiftBets bets = new ShiftBets(window.size());
        for (int i = 0; i < window.size(); i++) {
            bets.add(window.score(i), window.beside(i));
        }
        return bets.bound;
    }

    private void add(double score, double[] beside) {
        if (owns >= nextChoice) {
            choose();
            nextChoice = owns * GROWTH;
        }
        boolean scored = !Double.isNaN(score);
        if (sign != 0 && scored && beside.length > 0) {
            double below = Arrays.stream(beside).filter(one -> one <= x).count() / (double) beside.length;
            bound.add(sign * ((score <= x ? 1 : 0) - below), 1);
        }
        if (scored) {
            own[owns++] = score;
        }
        for (double one : beside) {
            champion[champions++] = one;
        }
    }

    /** Takes x and sign of the widest gap among the scores known. */
    private void choose() {
        double[] a = Arrays.copyOf(own, owns);
        double[] b = Arrays.copyOf(champion, champions);
        Arrays.sort(a);
        Arrays.sort(b);
        int j = 0;
        int i = 0;
        double widest = 0;
        while (i < a.length && j < b.length) {
            double here = Math.min(a[i], b[j]);
            while (i < a.length && a[i] <= here) {
                i++;
            }
            while (j < b.length && b[j] <= here) {
                j++;
            }
            double gap = (double) i / a.length - (double) j / b.length;
            if (Math.abs(gap) > widest) {
                widest = Math.abs(gap);
                x = here;
                sign = gap > 0 ? 1 : -1;
            }
        }
    }
}
