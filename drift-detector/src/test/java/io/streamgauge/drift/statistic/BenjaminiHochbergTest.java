package io.streamgauge.drift.statistic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class BenjaminiHochbergTest {

    /** R: p.adjust(c(.01, .02, .03, .04, .05), "BH") is .05 throughout. */
    @Test
    void agreesWithR() {
        double[] adjusted = BenjaminiHochberg.adjust(new double[] {0.05, 0.01, 0.04, 0.03, 0.02});
        assertThat(adjusted).containsOnly(new double[] {0.05}, within(1e-12));
    }

    /** The table of the 1995 paper: 15 tests, four rejected at .05. */
    @Test
    void agreesWithThePaper() {
        double[] pValues = {
            .0001, .0004, .0019, .0095, .0201, .0278, .0298, .0344, .0459, .3240, .4262, .5719, .6528, .7590, 1
        };
        double[] adjusted = BenjaminiHochberg.adjust(pValues);
        assertThat(Arrays.stream(adjusted).filter(p -> p <= 0.05).count()).isEqualTo(4);
        assertThat(BenjaminiHochberg.critical(pValues, 0.05)).isCloseTo(0.05 * 4 / 15, within(1e-15));
    }

    @Property
    void aTestIsRejectedIffAtMostCritical(
            @ForAll @Size(min = 1, max = 20) List<@DoubleRange(min = 0, max = 1) Double> tests,
            @ForAll @DoubleRange(min = 0.01, max = 0.5) double alpha) {
        double[] pValues = tests.stream().mapToDouble(Double::doubleValue).toArray();
        double[] adjusted = BenjaminiHochberg.adjust(pValues);
        double critical = BenjaminiHochberg.critical(pValues, alpha);
        for (int i = 0; i < pValues.length; i++) {
            if (Math.abs(pValues[i] - critical) > 1e-12) {
                assertThat(adjusted[i] <= alpha).isEqualTo(pValues[i] <= critical);
            }
        }
    }

    @Test
    void nothingToAdjust() {
        assertThat(BenjaminiHochberg.adjust(new double[0])).isEmpty();
        assertThat(BenjaminiHochberg.critical(new double[0], 0.05)).isEqualTo(0.05);
    }
}
