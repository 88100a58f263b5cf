package io.streamgauge.store.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.store.definition.AggregateKind;
import java.math.BigDecimal;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Laws of the aggregates; jqwik prints the seed of a failure. */
class AggregateLawsTest {

    @Provide
    Arbitrary<double[]> anyDoubles() {
        Arbitrary<Double> special = Arbitraries.of(
                0.0,
                -0.0,
                Double.NaN,
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY,
                Double.MAX_VALUE,
                -Double.MAX_VALUE,
                Double.MIN_VALUE,
                0x1p900,
                -0x1p901);
        return Arbitraries.frequencyOf(
                        net.jqwik.api.Tuple.of(4, Arbitraries.doubles()), net.jqwik.api.Tuple.of(1, special))
                .array(double[].class)
                .ofMinSize(2)
                .ofMaxSize(40);
    }

    @Provide
    Arbitrary<double[]> finiteDoubles() {
        return Arbitraries.oneOf(
                        Arbitraries.doubles().between(-1e6, 1e6),
                        Arbitraries.doubles(),
                        Arbitraries.of(Double.MAX_VALUE, -Double.MAX_VALUE, Double.MIN_VALUE, -0.0))
                .array(double[].class)
                .ofMinSize(2)
                .ofMaxSize(40);
    }

    @Provide
    Arbitrary<double[]> amounts() {
        return Arbitraries.integers()
                .between(-100_000_000, 100_000_000)
                .map(cents -> cents / 100.0)
                .array(double[].class)
                .ofMinSize(2)
                .ofMaxSize(40);
    }

    private static Double of(AggregateKind kind, double... values) {
        return ScanAggregate.of(kind).extend(values, 0, values.length);
    }

    @Property
    void growingWindowsGiveTheBitsOfEachWindowAlone(
            @ForAll AggregateKind kind, @ForAll("anyDoubles") double[] values, @ForAll @IntRange(max = 40) int cut) {
        int middle = Math.min(cut, values.length);
        ScanAggregate growing = ScanAggregate.of(kind);
        Double first = growing.extend(values, 0, middle);
        Double second = growing.extend(values, middle, values.length);
        if (middle >= growing.fewest()) {
            assertThat(first).isEqualTo(of(kind, Arrays.copyOf(values, middle)));
        }
        assertThat(second).isEqualTo(of(kind, values));
        assertThat(growing.extend(values, 0, values.length)).as("starts anew").isEqualTo(second);
    }

    @Property
    void whatIsBeyondTheWindowChangesNoBit(
            @ForAll AggregateKind kind, @ForAll("anyDoubles") double[] values, @ForAll double older) {
        double[] more = Arrays.copyOf(values, values.length + 1);
        more[values.length] = older;
        assertThat(ScanAggregate.of(kind).extend(more, 0, values.length)).isEqualTo(of(kind, values));
    }

    @Property
    void nanPropagates(@ForAll("finiteDoubles") double[] values, @ForAll @IntRange(max = 39) int at) {
        values[at % values.length] = Double.NaN;
        for (AggregateKind kind : AggregateKind.values()) {
            if (kind != AggregateKind.COUNT && kind != AggregateKind.LAST) {
                assertThat(of(kind, values)).as(kind.name()).isNaN();
            }
        }
    }

    @Property
    void sumIsTheExactSumRoundedUnlessItCancels(@ForAll("finiteDoubles") double[] values) {
        BigDecimal exact = Arrays.stream(values).mapToObj(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal size =
                Arrays.stream(values).mapToObj(x -> new BigDecimal(x).abs()).reduce(BigDecimal.ZERO, BigDecimal::add);
        double sum = of(AggregateKind.SUM, values);
        double rounded = exact.doubleValue();
        if (Double.isInfinite(rounded)) {
            assertThat(sum).isEqualTo(rounded);
        } else {
            BigDecimal error = new BigDecimal(sum).subtract(exact).abs();
            BigDecimal bound = new BigDecimal(Math.ulp(rounded))
                    .add(size.multiply(new BigDecimal(values.length * 0x1p-53).pow(2)));
            assertThat(error).isLessThanOrEqualTo(bound);
        }
    }

    @Property
    void sumAndMeanAreOddAndDeviationIsEven(@ForAll("anyDoubles") double[] values) {
        double[] negated = Arrays.stream(values).map(x -> -x).toArray();
        assertThat(of(AggregateKind.SUM, negated) + 0.0).isEqualTo(Double.valueOf(0.0 - of(AggregateKind.SUM, values)));
        assertThat(of(AggregateKind.MEAN, negated) + 0.0)
                .isEqualTo(Double.valueOf(0.0 - of(AggregateKind.MEAN, values)));
        assertThat(of(AggregateKind.STDDEV, negated)).isEqualTo(of(AggregateKind.STDDEV, values));
        assertThat(of(AggregateKind.MAX, negated)).isEqualTo(Double.valueOf(-of(AggregateKind.MIN, values)));
    }

    @Property
    void minMeanAndMaxAreInOrder(@ForAll("finiteDoubles") double[] values) {
        double mean = of(AggregateKind.MEAN, values);
        assertThat(mean).isFinite();
        assertThat(of(AggregateKind.MIN, values)).isLessThanOrEqualTo(mean + Math.ulp(mean));
        assertThat(of(AggregateKind.MAX, values)).isGreaterThanOrEqualTo(mean - Math.ulp(mean));
    }

    @Property
    void powersOfTwoScaleEverythingExactly(
            @ForAll("amounts") double[] values, @ForAll @IntRange(min = -900, max = 900) int exponent) {
        double[] scaled =
                Arrays.stream(values).map(x -> Math.scalb(x, exponent)).toArray();
        for (AggregateKind kind : AggregateKind.values()) {
            if (kind != AggregateKind.COUNT) {
                double expected = Math.scalb(of(kind, values), exponent);
                assertThat(of(kind, scaled))
                        .as("%s, 2^%s", kind, exponent)
                        .isCloseTo(expected, org.assertj.core.data.Offset.offset(8 * Math.ulp(expected)));
            }
        }
    }

    @Property
    void equalValuesDeviateByNothing(@ForAll double value, @ForAll @IntRange(min = 2, max = 50) int count) {
        double[] values = new double[count];
        Arrays.fill(values, value);
        assertThat(of(AggregateKind.STDDEV, values)).isEqualTo(0.0);
    }

    @Property
    void twoValuesDeviateByTheirDistanceOverRootTwo(@ForAll("finiteDoubles") double[] values) {
        double apart = Math.abs(values[0] / 2 - values[1] / 2);
        double expected = apart * Math.sqrt(2); // |x - y| / sqrt(2)
        assertThat(of(AggregateKind.STDDEV, values[0], values[1]))
                .satisfiesAnyOf(
                        got -> assertThat(got).isEqualTo(expected),
                        got -> assertThat(Math.abs(got - expected))
                                .isLessThanOrEqualTo(4 * Math.ulp(expected) + Double.MIN_VALUE));
    }
}
