package io.streamgauge.drift.detector;

import java.util.stream.IntStream;
import org.apache.commons.math3.random.MersenneTwister;

/** The numbers NumPy's {@code random.seed(seed)} gives, for streams others have published by seed. */
final class TestingNumpy {

    private final MersenneTwister twister;

    TestingNumpy(int seed) {
        twister = new MersenneTwister(seed);
    }

    /** {@code randint(from, to, size=n)}: the lowest bits that can hold it, drawn again when too large. */
    double[] integers(int n, int from, int to) {
        int greatest = to - from - 1;
        int mask = Integer.highestOneBit(greatest) * 2 - 1;
        return IntStream.range(0, n)
                .mapToDouble(i -> {
                    int drawn = twister.nextInt() & mask;
                    while (drawn > greatest) {
                        drawn = twister.nextInt() & mask;
                    }
                    return from + drawn;
                })
                .toArray();
    }
}
