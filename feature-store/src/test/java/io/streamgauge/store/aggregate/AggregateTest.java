package io.streamgauge.store.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.store.definition.AggregateKind;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table in {@link ScanAggregate}, line by line. Values are newest first. */
class AggregateTest {

    @ParameterizedTest
    @CsvSource({
        "COUNT,  NaN Infinity 1,               3",
        "SUM,    1 2 3,                        6",
        "SUM,    0.1 0.1 0.1 0.1 0.1 0.1 0.1 0.1 0.1 0.1, 1.0",
        "SUM,    1 1e100 1 -1e100,             2",
        "SUM,    1.7e308 1.7e308 -1.7e308,     1.7e308",
        "SUM,    1.7e308 1.7e308,              Infinity",
        "SUM,    1e300 1 -1e300,               1",
        "SUM,    1 NaN,                        NaN",
        "SUM,    1 Infinity,                   Infinity",
        "SUM,    -Infinity Infinity,           NaN",
        "SUM,    -0.0 -0.0,                    0.0",
        "MEAN,   1 2 6,                        3",
        "MEAN,   1.7e308 1.7e308,              1.7e308",
        "MEAN,   -Infinity 1,                  -Infinity",
        "MEAN,   -0.0,                         0.0",
        "MIN,    0.0 -0.0,                     -0.0",
        "MIN,    3 -Infinity,                  -Infinity",
        "MIN,    3 NaN,                        NaN",
        "MAX,    -0.0 0.0,                     0.0",
        "MAX,    NaN Infinity,                 NaN",
        "STDDEV, 2 4 4 4 5 5 7 9,              2.138089935299395", // NumPy 2.2: np.std(x, ddof=1)
        "STDDEV, 1000000000001 1000000000002 1000000000003, 1",
        "STDDEV, 1e200 2e200 3e200,            1e200",
        "STDDEV, 1e-200 2e-200 3e-200,         1e-200",
        "STDDEV, 1.7e308 -1.7e308,             Infinity",
        "STDDEV, 1 Infinity,                   NaN",
        "STDDEV, 5 5 5,                        0.0",
        "LAST,   -0.0 1,                       -0.0",
        "LAST,   NaN 1,                        NaN",
    })
    void table(AggregateKind kind, String newestFirst, Double expected) {
        double[] values = Pattern.compile(" +")
                .splitAsStream(newestFirst)
                .mapToDouble(Double::parseDouble)
                .toArray();
        double got = ScanAggregate.of(kind).extend(values, 0, values.length);
        if (kind == AggregateKind.STDDEV && Math.abs(got - expected) <= 2 * Math.ulp(expected)) {
            return; // a deviation is near, everything else exact
        }
        assertThat(got).isEqualTo(expected); // by bits, for expected is boxed
    }
}
