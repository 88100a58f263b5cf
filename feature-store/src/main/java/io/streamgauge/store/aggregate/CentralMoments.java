package io.streamgauge.store.aggregate;

/**
 * Central moments times {@code n^k}, exactly, by the sums {@code Sk} of the powers of n values:
 *
 * <pre>
 *   C2 = n S2 - S1^2
 *   C3 = n (n S3 - 3 S1 S2) + 2 S1^3
 *   C4 = n (n (n S4 - 4 S1 S3) + 6 S1^2 S2) - 3 S1^4
 * </pre>
 */
final class CentralMoments {

    private final ExactSum[] powers;
    private final long n;
    private final ExactSum square;

    private CentralMoments(ExactSum[] powers, long n) {
        this.powers = powers;
        this.n = n;
        this.square = product(powers[0], powers[0]);
    }

    /** From states of {@link PowerSum}, in the order of their orders. */
    static CentralMoments of(Accumulator[] states, long n) {
        ExactSum[] powers = new ExactSum[states.length];
        for (int i = 0; i < powers.length; i++) {
            powers[i] = ((PowerSumState) states[i]).exact();
        }
        return new CentralMoments(powers, n);
    }

    ExactSum second() {
        ExactSum second = times(powers[1], n);
        second.addTimes(square, 1, -1);
        return second;
    }

    ExactSum third() {
        ExactSum inner = times(powers[2], n);
        inner.addTimes(product(powers[0], powers[1]), 3, -1);
        ExactSum third = times(inner, n);
        third.addTimes(product(square, powers[0]), 2, 1);
        return third;
    }

    ExactSum fourth() {
        ExactSum inmost = times(powers[3], n);
        inmost.addTimes(product(powers[0], powers[2]), 4, -1);
        ExactSum inner = times(inmost, n);
        inner.addTimes(product(square, powers[1]), 6, 1);
        ExactSum fourth = times(inner, n);
        fourth.addTimes(product(square, square), 3, -1);
        return fourth;
    }

    private static ExactSum product(ExactSum a, ExactSum b) {
        ExactSum product = new ExactSum();
        product.addProduct(a, b, 1);
        return product;
    }

    private static ExactSum times(ExactSum a, long factor) {
        ExactSum product = new ExactSum();
        product.addTimes(a, factor, 1);
        return product;
    }
}
