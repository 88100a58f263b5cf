package io.streamgauge.store.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Skewness and kurtosis of known values. SciPy's documentation gives {@code skew([1, 2, 3, 4, 5]) = 0.0} and {@code skew([2, 8,
 * 0, 4, 1, 9, 9, 0]) = 0.2650554122698573}; the others follow by hand: a share p of ones among zeros has skewness
 * {@code (1 - 2p) / sqrt(p (1 - p))} and excess kurtosis {@code (1 - 6 p (1 - p)) / (p (1 - p))}, and 1 to n has excess
 * kurtosis {@code -6 (n^2 + 1) / (5 (n^2 - 1))}.
 */
class ShapeTest {

    @ParameterizedTest
    @CsvSource({
        "skew,     1 2 3 4 5,       0.0",
        "skew,     2 8 0 4 1 9 9 0, 0.2650554122698573",
        "skew,     0 0 0 1,         1.1547005383792517", // 0.5 / sqrt(3 / 16)
        "skew,     0 1 1 1,         -1.1547005383792517",
        "kurtosis, 0 1,             -2.0",
        "kurtosis, 1 2 3 4 5,       -1.3", // -6 * 26 / (5 * 24)
        "kurtosis, 0 0 0 1,         -0.6666666666666666", // (1 - 18 / 16) / (3 / 16)
        "kurtosis, 1e15 1000000000000001, -2.0",
        "skew,     1e200 1e200 1e200 2e200, 1.1547005383792517",
        "kurtosis, 1e-200 1e-200 1e-200 2e-200, -0.6666666666666666",
        "skew,     5 5 5,           ",
        "kurtosis, 5 5 5,           ",
        "skew,     7,               ",
        "kurtosis, '',              ",
        "skew,     1 2 Infinity,    NaN",
    })
    void table(String function, String values, @Nullable Double expected) {
        List<Point> points = new ArrayList<>();
        for (double value : Numbers.parse(values)) {
            points.add(new Point(points.size(), value));
        }
        Double result = Runs.fresh(AggregateFunctions.named(function).with(List.of()), points, points.size())
                .get(0);
        if (expected == null || expected.isNaN()) {
            assertThat(result).isEqualTo(expected);
        } else {
            assertThat(result).isCloseTo(expected, offset(4e-15 * Math.max(1, Math.abs(expected))));
        }
    }
}
