package io.streamgauge.store.aggregate;

/**
 * A running sum that carries the rounding error of its additions: Kahan-Babuska summation as improved by Neumaier [1],
 * with the error of each addition taken by Knuth's branch-free two-sum [2], which is the same number.
 *
 * <p>With {@code u = 2^-53}, {@code |value - exact| <= u |exact| + n^2 u^2 sum|x|}: one rounding, unless the values
 * cancel to {@code n^2 u} of their size.
 *
 * <p>Values beyond {@code 2^900} are summed apart, in units of {@code 2^200}, so that no sum of fewer than {@code 2^31}
 * finite values overflows on the way. NaN and the infinities are summed apart too: {@code Infinity - Infinity} must be
 * NaN and nothing else may be.
 *
 * <p>[1] A. Neumaier, Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen, ZAMM 54 (1974). [2] D. E.
 * Knuth, The Art of Computer Programming 2, 4.2.2, theorem B.
 */
final class CompensatedSum {

    private static final double LARGE = 0x1p900;
    private static final double UNIT = 0x1p200;
    private static final double PER_UNIT = 0x1p-200;

    private double sum;
    private double error;
    private double largeSum;
    private double largeError;
    private double special;

    void clear() {
        sum = 0;
        error = 0;
        largeSum = 0;
        largeError = 0;
        special = 0;
    }

    /** Adds {@code values[from, to)}; {@code from} 0 starts anew. */
    void extend(double[] values, int from, int to) {
        if (from == 0) {
            clear();
        }
        double running = sum; // in registers: this loop is what a read spends its time on
        double lost = error;
        for (int i = from; i < to; i++) {
            double x = values[i];
            if (Math.abs(x) <= LARGE) { // false for NaN
                double next = running + x;
                lost += twoSumError(running, x, next);
                running = next;
            } else {
                addExtreme(x);
            }
        }
        sum = running;
        error = lost;
    }

    void add(double x) {
        if (Math.abs(x) <= LARGE) {
            double next = sum + x;
            error += twoSumError(sum, x, next);
            sum = next;
        } else {
            addExtreme(x);
        }
    }

    private void addExtreme(double x) {
        if (Math.abs(x) <= Double.MAX_VALUE) {
            double scaled = x * PER_UNIT;
            double next = largeSum + scaled;
            largeError += twoSumError(largeSum, scaled, next);
            largeSum = next;
        } else {
            special += x;
        }
    }

    double value() {
        if (special != 0) { // true for NaN
            return special;
        }
        return isLarge() ? inUnits() * UNIT : sum + error;
    }

    /** The sum over {@code n}, finite where the values were. */
    double over(int n) {
        if (special != 0) {
            return special;
        }
        if (!isLarge()) {
            return (sum + error) / n;
        }
        // Rounding may lift a mean of largest doubles one step above them.
        double mean = inUnits() / n * UNIT;
        return Math.max(-Double.MAX_VALUE, Math.min(Double.MAX_VALUE, mean));
    }

    private boolean isLarge() {
        return largeSum + largeError != 0;
    }

    private double inUnits() {
        double small = sum * PER_UNIT;
        double total = largeSum + small;
        return total + (twoSumError(largeSum, small, total) + largeError + error * PER_UNIT);
    }

    /** {@code a + b - fl(a + b)}, exactly. */
    private static double twoSumError(double a, double b, double rounded) {
        double partOfB = rounded - a;
        return (a - (rounded - partOfB)) + (b - partOfB);
    }
}
