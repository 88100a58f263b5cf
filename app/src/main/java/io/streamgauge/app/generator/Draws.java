package io.streamgauge.app.generator;

import java.util.Random;

/**
 * Random draws for one purpose and one place in it, so that any day can be simulated without the days before it. Built
 * on {@link Random}, whose algorithm is part of its specification: the same seed gives the same draws on every Java.
 */
final class Draws {

    /** What draws are for; draws of different purposes are independent. */
    enum Purpose {
        CUSTOMER(1),
        TERMINAL(2),
        DAY(3),
        COMPROMISE(4),
        LEAK(5),
        FRAUD(6),
        SHIFT(7);

        private final long number;

        Purpose(long number) {
            this.number = number;
        }
    }

    private final Random random;

    Draws(long seed, Purpose purpose, long place) {
        random = new Random(mix(mix(seed) + mix(purpose.number) + place * 0x9e3779b97f4a7c15L));
    }

    /** Evenly from [0, bound). */
    double uniform(double bound) {
        return random.nextDouble() * bound;
    }

    /** Evenly from [low, high). */
    double uniform(double low, double high) {
        return low + uniform(high - low);
    }

    int index(int bound) {
        return random.nextInt(bound);
    }

    double normal(double mean, double standardDeviation) {
        return mean + standardDeviation * random.nextGaussian();
    }

    /** A Poisson count by Knuth's product of uniforms: as many draws as it returns, so for small means. */
    int poisson(double mean) {
        double limit = StrictMath.exp(-mean);
        int count = 0;
        for (double product = random.nextDouble(); product > limit; product *= random.nextDouble()) {
            count++;
        }
        return count;
    }

    boolean happens(double probability) {
        return random.nextDouble() < probability;
    }

    /** The finisher of SplitMix64: neighbouring inputs give unrelated outputs. */
    private static long mix(long value) {
        long z = value + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
