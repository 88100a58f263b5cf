package io.streamgauge.drift.detector;

import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.apache.commons.math3.random.MersenneTwister;

/** The numbers CPython's {@code random.Random(seed)} gives, for streams others have published by seed. */
final class TestingPython implements IntUnaryOperator {

    private final MersenneTwister twister;
    private double nextGauss = Double.NaN;

    TestingPython(int seed) {
        twister = new MersenneTwister(new int[] {seed});
    }

    /** {@code random()}: 53 bits. */
    double random() {
        int high = twister.nextInt() >>> 5;
        int low = twister.nextInt() >>> 6;
        return (high * 67108864.0 + low) / 9007199254740992.0;
    }

    /** {@code gauss(mean, deviation)}, by Box and Muller. */
    double gauss(double mean, double deviation) {
        double z = nextGauss;
        nextGauss = Double.NaN;
        if (Double.isNaN(z)) {
            double angle = random() * 2 * Math.PI;
            double radius = Math.sqrt(-2 * Math.log(1 - random()));
            z = Math.cos(angle) * radius;
            nextGauss = Math.sin(angle) * radius;
        }
        return mean + z * deviation;
    }

    double[] gauss(int n, double mean) {
        return IntStream.range(0, n).mapToDouble(i -> gauss(mean, 1)).toArray();
    }

    /** {@code choices(range(from, to), k=n)}. */
    double[] choices(int n, int from, int to) {
        return IntStream.range(0, n)
                .mapToDouble(i -> from + Math.floor(random() * (to - from)))
                .toArray();
    }

    /** {@code choices([0, 1], weights=[1 - ones, ones], k=n)}. */
    double[] bits(int n, double ones) {
        return IntStream.range(0, n)
                .mapToDouble(i -> random() >= 1 - ones ? 1 : 0)
                .toArray();
    }

    /** {@code [1 if random() < p else 0 ...]}. */
    double[] below(int n, double p) {
        return IntStream.range(0, n).mapToDouble(i -> random() < p ? 1 : 0).toArray();
    }

    /** {@code randrange(bound)}. */
    @Override
    public int applyAsInt(int bound) {
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(bound);
        int drawn = twister.nextInt() >>> (Integer.SIZE - bits);
        while (drawn >= bound) {
            drawn = twister.nextInt() >>> (Integer.SIZE - bits);
        }
        return drawn;
    }
}
