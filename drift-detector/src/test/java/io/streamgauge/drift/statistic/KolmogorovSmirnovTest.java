package io.streamgauge.drift.statistic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class KolmogorovSmirnovTest {

    private static final double[] A = {38.7, 41.5, 43.8, 44.5, 45.5, 46.0, 47.7, 58.0};
    private static final double[] B = {39.2, 39.3, 39.7, 41.4, 41.8, 42.9, 43.3, 45.8};

    /** SciPy ks_2samp: D .625, exact p .0870240. */
    @Test
    void smallSamplesAreExact() {
        Comparison comparison = KolmogorovSmirnov.of(A, B);
        assertThat(comparison.value()).isEqualTo(0.625);
        assertThat(comparison.pValue()).isCloseTo(0.0870240, within(1e-7));
    }

    @Test
    void anEmptySampleSaysNothing() {
        assertThat(KolmogorovSmirnov.of(A, new double[0]).pValue()).isEqualTo(1);
    }

    /** Above 0.1 both are asymptotic; below, the p-value is exact and rises in steps, of up to a twentieth here. */
    @Test
    void thresholdAndPValueAreInverse() {
        for (double level : new double[] {0.5, 0.2}) {
            double d = KolmogorovSmirnov.threshold(level, 8192, 2048);
            assertThat(KolmogorovSmirnov.pValue(d, 8192, 2048)).isCloseTo(level, within(level * 1e-6));
        }
        for (double level : new double[] {0.05, 0.001, 1e-6}) {
            double d = KolmogorovSmirnov.threshold(level, 8192, 2048);
            assertThat(KolmogorovSmirnov.pValue(d, 8192, 2048)).isCloseTo(level, within(level * 0.06));
        }
    }

    /** Smirnov's classic factor: c(0.05) = 1.3581. */
    @Test
    void thresholdTendsToTheTextbookFactor() {
        int n = 1_000_000;
        double c = KolmogorovSmirnov.threshold(0.05, n, n) * Math.sqrt(n / 2.0);
        assertThat(c).isCloseTo(1.3581, within(1e-3));
    }

    /** The two forms meet where one takes over from the other. */
    @Test
    void exactAndAsymptoticFormsAgreeAtTheSeam() {
        int n = 400;
        int m = 250;
        for (double d : new double[] {0.08, 0.11, 0.14}) {
            double exact = KolmogorovSmirnov.pValue(d, n, m);
            double asymptotic = KolmogorovSmirnov.pValue(d, n, m + 1);
            assertThat(asymptotic).isCloseTo(exact, within(0.07 * exact));
        }
    }

    @Property
    void distanceEqualsItsDefinition(
            @ForAll @Size(min = 1, max = 30) List<@IntRange(min = -3, max = 3) Integer> a,
            @ForAll @Size(min = 1, max = 30) List<@IntRange(min = -3, max = 3) Integer> b) {
        double[] x = a.stream().mapToDouble(Integer::doubleValue).sorted().toArray();
        double[] y = b.stream().mapToDouble(Integer::doubleValue).sorted().toArray();
        double expected = 0;
        for (double at = -3; at <= 3; at++) {
            expected = Math.max(expected, Math.abs(shareUpTo(x, at) - shareUpTo(y, at)));
        }
        assertThat(KolmogorovSmirnov.distance(x, y)).isCloseTo(expected, within(1e-12));
        assertThat(KolmogorovSmirnov.distance(y, x)).isEqualTo(KolmogorovSmirnov.distance(x, y));
    }

    private static double shareUpTo(double[] sample, double at) {
        return (double) Arrays.stream(sample).filter(value -> value <= at).count() / sample.length;
    }
}
