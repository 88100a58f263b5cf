package io.streamgauge.drift.detector;

/**
 * Drift detection by McDiarmid's inequality with exponentially weighted averages [1]. The stream is cut where the average plus its
 * bound was least; drift when the weighted average after the cut is above the one at the cut by more than √(½·(b₁ + b₂)·ln(1/α)),
 * where b, the sum of squared weights, follows b ← λ² + (1−λ)²·b from 1. A fall is tested likewise when both sides are asked for.
 *
 * <p>[1] Frías-Blanco et al., Online and non-parametric drift detection methods based on Hoeffding's bounds, IEEE TKDE 27, 2015.
 */
final class HddmW implements ChangeDetector {

    private final DetectorSettings settings;
    private final double drift;
    private final double warning;
    private final double lambda;
    private final boolean bothSides;

    private Weighted all = Weighted.NONE;
    private Side rise = Side.START;
    private Side fall = Side.START;

    /** Weighted average and sum of squared weights; no average before the first value. */
    private record Weighted(double average, double squares) {

        static final Weighted NONE = new Weighted(Double.NaN, 1);

        boolean isEmpty() {
            return Double.isNaN(average);
        }

        Weighted add(double value, double lambda) {
            double keep = 1 - lambda;
            return isEmpty()
                    ? new Weighted(value, 1)
                    : new Weighted(lambda * value + keep * average, lambda * lambda + keep * keep * squares);
        }
    }

    /** The cut for one direction: the least bound so far, and the averages before and after it. */
    private record Side(double cut, Weighted before, Weighted after) {

        static final Side START = new Side(Double.POSITIVE_INFINITY, Weighted.NONE, Weighted.NONE);
    }

    HddmW(DetectorSettings settings) {
        settings.inOrder("drift", "warning");
        this.settings = settings;
        this.drift = settings.get("drift");
        this.warning = settings.get("warning");
        this.lambda = settings.get("lambda");
        this.bothSides = settings.flag("bothSides");
    }

    @Override
    public Signal add(double value) {
        Input.check(settings, value);
        all = all.add(value, lambda);
        rise = follow(rise, 1, value);
        fall = follow(fall, -1, value);
        if (changed(rise, 1, drift) || (bothSides && changed(fall, -1, drift))) {
            reset();
            return Signal.DRIFT;
        }
        return changed(rise, 1, warning) || (bothSides && changed(fall, -1, warning)) ? Signal.WARNING : Signal.NONE;
    }

    private Side follow(Side side, int sign, double value) {
        double upper = sign * all.average() + bound(all.squares(), drift);
        return upper < side.cut()
                ? new Side(upper, all, Weighted.NONE)
                : new Side(side.cut(), side.before(), side.after().add(value, lambda));
    }

    private static boolean changed(Side side, int sign, double confidence) {
        if (side.before().isEmpty() || side.after().isEmpty()) {
            return false;
        }
        double gap = sign * (side.after().average() - side.before().average());
        return gap > bound(side.before().squares() + side.after().squares(), confidence);
    }

    private static double bound(double squares, double confidence) {
        return Math.sqrt(squares * Math.log(1 / confidence) / 2);
    }

    @Override
    public void reset() {
        all = Weighted.NONE;
        rise = Side.START;
        fall = Side.START;
    }

    @Override
    public DetectorSettings settings() {
        return settings;
    }

    @Override
    public double[] snapshot() {
        return new double[] {
            all.average,
            all.squares,
            rise.cut,
            rise.before.average,
            rise.before.squares,
            rise.after.average,
            rise.after.squares,
            fall.cut,
            fall.before.average,
            fall.before.squares,
            fall.after.average,
            fall.after.squares
        };
    }

    @Override
    public void restore(double[] snapshot) {
        Numbers numbers = new Numbers(settings, snapshot);
        all = weighted(numbers);
        rise = new Side(numbers.next(), weighted(numbers), weighted(numbers));
        fall = new Side(numbers.next(), weighted(numbers), weighted(numbers));
        numbers.end();
    }

    private static Weighted weighted(Numbers numbers) {
        return new Weighted(numbers.next(), numbers.next());
    }
}
