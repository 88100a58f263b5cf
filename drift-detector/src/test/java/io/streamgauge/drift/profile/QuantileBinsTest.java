package io.streamgauge.drift.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class QuantileBinsTest {

    private static long[] counts(QuantileBins bins, double... values) {
        double[] present =
                Arrays.stream(values).filter(v -> !Double.isNaN(v)).sorted().toArray();
        return bins.count(new Column(present, values.length - present.length));
    }

    @Test
    void aContinuousFeatureHasTenEqualBins() {
        double[] sorted = IntStream.range(0, 1000).asDoubleStream().toArray();
        QuantileBins bins = QuantileBins.of(sorted);
        assertThat(counts(bins, sorted)).containsExactly(100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 0);
    }

    @Test
    void aFlagHasABinForEachValueAndForWhatLiesOutside() {
        QuantileBins bins = QuantileBins.of(new double[] {0, 0, 0, 1});
        assertThat(counts(bins, -1, 0, 0, 1, 2, Double.NaN)).containsExactly(1, 2, 1, 1, 1);
    }

    @Test
    void aConstantHasThreeBins() {
        QuantileBins bins = QuantileBins.of(new double[] {7, 7, 7});
        assertThat(counts(bins, 6.9, 7, 7, 7.1)).containsExactly(1, 2, 1, 0);
    }

    /** Nine in ten are zero: the zeros fill one bin, and what is below zero does not hide among them. */
    @Test
    void anAtomTakesABinOfItsOwn() {
        double[] sorted = DoubleStream.concat(
                        DoubleStream.generate(() -> 0).limit(900),
                        DoubleStream.iterate(1, v -> v + 1).limit(100))
                .toArray();
        QuantileBins bins = QuantileBins.of(sorted);
        assertThat(counts(bins, sorted)).containsExactly(0, 900, 100, 0);
    }

    @Test
    void noValuesOneBin() {
        assertThat(counts(QuantileBins.of(new double[0]), 1, 2, Double.NaN)).containsExactly(2, 1);
    }
}
