package io.streamgauge.store.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The stated error of {@code approx_count_distinct}: over many sets of one size, mean and root mean square. */
class HyperLogLogTest {

    private static double estimate(int precision, int set, int distinct) {
        HyperLogLogState state = new HyperLogLogState(precision);
        for (int i = 0; i < distinct; i++) {
            double value = set * 1e7 + i; // as ids in a row: the hash must spread them
            state.add(0, value);
            if (i % 3 == 0) {
                state.add(0, value);
            }
        }
        return state.estimate();
    }

    @ParameterizedTest
    @CsvSource({"4, 1000", "8, 300", "8, 20000", "12, 3000", "12, 10000", "12, 100000", "16, 200000"})
    void isAsExactAsItSays(int precision, int distinct) {
        int sets = distinct > 50_000 ? 100 : 400;
        double bias = 0;
        double squares = 0;
        for (int set = 0; set < sets; set++) {
            double error = estimate(precision, set, distinct) / distinct - 1;
            bias += error / sets;
            squares += error * error / sets;
        }
        double stated = 1.04 / Math.sqrt(1 << precision);
        // Four standard errors of a mean over the sets, and of a root mean square.
        assertThat(Math.abs(bias)).isLessThan(1.1 / (1 << precision) + 4 * stated / Math.sqrt(sets));
        assertThat(Math.sqrt(squares)).isLessThan(stated * (1 + 4 / Math.sqrt(2.0 * sets)) + 1.1 / (1 << precision));
        if (distinct > 4 << precision) {
            assertThat(Math.sqrt(squares)).isGreaterThan(stated * (1 - 4 / Math.sqrt(2.0 * sets)));
        }
    }

    @ParameterizedTest
    @CsvSource({"12, 0, 0", "12, 1, 1", "12, 100, 100", "16, 1000, 1000"})
    void isNearlyExactWhileThereAreFew(int precision, int distinct, int expected) {
        assertThat(estimate(precision, 1, distinct)).isBetween(expected * 0.96, expected * 1.04);
    }
}
