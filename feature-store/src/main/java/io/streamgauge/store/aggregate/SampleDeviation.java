package io.streamgauge.store.aggregate;

/**
 * The sample standard deviation, {@code sqrt(S / (n - 1))} with {@code S = sum (x - mean)^2}; missing below two values.
 *
 * <p>Computed from the shifted values {@code d = x - K}, where {@code K} is the newest value, as
 * {@code S = sum d^2 - (sum d)^2 / n} with compensated sums [1]. Because {@code K} is one of the values,
 * {@code (K - mean)^2 <= S}, so what cancels is at most {@code n S}: the relative error is below about {@code (n + 4)
 * 2^-53} whatever the mean is, and a few {@code 2^-53} unless the newest value alone makes the spread. Equal values give
 * exactly 0. All windows of one read end at the same newest value, so one pass serves them.
 *
 * <p>Where {@code d^2} overflows or underflows, the window's values are scaled by a power of two and summed again.
 *
 * <p>[1] T. F. Chan, G. H. Golub, R. J. LeVeque, Algorithms for computing the sample variance, The American Statistician
 * 37 (1983), section 3.
 */
final class SampleDeviation implements ScanAggregate {

    /** Below it squares may have lost bits to underflow. */
    private static final double SMALL = 0x1p-900;

    private final CompensatedSum first = new CompensatedSum();
    private final CompensatedSum second = new CompensatedSum();
    private double origin;
    private boolean varied;

    @Override
    public int fewest() {
        return 2;
    }

    @Override
    public double extend(double[] newestFirst, int from, int to) {
        if (from == 0) {
            first.clear();
            second.clear();
            varied = false;
            origin = to == 0 ? 0 : newestFirst[0];
        }
        for (int i = from; i < to; i++) {
            double d = newestFirst[i] - origin;
            varied |= d != 0;
            first.add(d);
            second.add(d * d);
        }
        if (to < 2) {
            return Double.NaN;
        }
        double squares = second.value();
        boolean sound = squares >= SMALL && squares <= Double.MAX_VALUE;
        return sound || !varied ? deviation(first, second, to) : scaled(newestFirst, to);
    }

    private static double deviation(CompensatedSum first, CompensatedSum second, int n) {
        double sum = first.value();
        double spread = Math.fma(-(sum / n), sum, second.value());
        return Math.sqrt(Math.max(0, spread) / (n - 1));
    }

    private static double scaled(double[] values, int n) {
        double largest = 0;
        for (int i = 0; i < n; i++) {
            largest = Math.max(largest, Math.abs(values[i]));
        }
        if (!(largest <= Double.MAX_VALUE)) {
            return Double.NaN;
        }
        int exponent = Math.getExponent(largest);
        CompensatedSum first = new CompensatedSum();
        CompensatedSum second = new CompensatedSum();
        double origin = Math.scalb(values[0], -exponent);
        for (int i = 0; i < n; i++) {
            double d = Math.scalb(values[i], -exponent) - origin;
            first.add(d);
            second.add(d * d);
        }
        return Math.scalb(deviation(first, second, n), exponent);
    }
}
