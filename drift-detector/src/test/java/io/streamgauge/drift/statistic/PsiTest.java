package io.streamgauge.drift.statistic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PsiTest {

    /** Evidently's published counts: PSI .0372184. */
    @Test
    void indexOfPublishedCounts() {
        long[] reference = {16, 18, 16, 14, 12, 12};
        long[] window = {16, 16, 16, 16, 16, 8};
        assertThat(Psi.index(reference, window)).isCloseTo(0.0372184, within(1e-7));
    }

    /** An empty bin counts as the floor f = 1e-4, so it adds (f - p) ln(f / p); the full one adds (1 - p) ln(1 / p). */
    @Test
    void indexWithEmptyBinsIsThatOfTheStatedFloor() {
        double expected = (1e-4 - 0.5) * Math.log(1e-4 / 0.5);
        assertThat(Psi.index(new long[] {5, 5}, new long[] {0, 10}))
                .isCloseTo(expected + 0.5 * Math.log(2), within(1e-12));
    }

    @Test
    void aValueNeverSeenBeforeIsDrift() {
        Comparison comparison = Psi.of(new long[] {0, 1000, 0}, new long[] {0, 450, 50});
        assertThat(comparison.pValue()).isLessThan(1e-9);
        assertThat(comparison.value()).isGreaterThan(0.1);
    }

    @Test
    void aConstantThatStaysConstantIsNot() {
        assertThat(Psi.of(new long[] {0, 1000, 0}, new long[] {0, 500, 0})).isEqualTo(Comparison.NONE);
    }

    @Test
    void thinBinsAreMerged() {
        long[] reference = {970, 10, 10, 10};
        long[] window = {95, 5, 0, 0};
        assertThat(Psi.of(reference, window)).isEqualTo(Comparison.NONE);
    }

    @Test
    void noCountsNoDifference() {
        assertThat(Psi.of(new long[] {5, 5}, new long[] {0, 0})).isEqualTo(Comparison.NONE);
    }

    @Test
    void differentBinsCannotBeCompared() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Psi.of(new long[2], new long[3]))
                .withMessageContaining("2 bins");
    }

    @Test
    void thresholdAndPValueAreInverse() {
        long[] reference = {200, 200, 200, 200, 200};
        long[] window = {70, 60, 60, 55, 55};
        Comparison comparison = Psi.of(reference, window);
        assertThat(comparison.quantiles().valueAt(comparison.pValue())).isCloseTo(comparison.value(), within(1e-6));
    }

    @Property
    void isSymmetricAndNeverNegative(
            @ForAll @Size(6) List<@LongRange(min = 1, max = 500) Long> referenceCounts,
            @ForAll @Size(6) List<@LongRange(min = 1, max = 500) Long> windowCounts) {
        long[] reference = referenceCounts.stream().mapToLong(Long::longValue).toArray();
        long[] window = windowCounts.stream().mapToLong(Long::longValue).toArray();
        assertThat(Psi.index(reference, window)).isCloseTo(Psi.index(window, reference), within(1e-9));
        assertThat(Psi.of(reference, window).value()).isGreaterThanOrEqualTo(0);
    }
}
