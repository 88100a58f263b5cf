package io.streamgauge.scoring.conformal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class ThresholdsTest {

    /** Rounds of a simulation; each draws labels and one more outcome. */
    private static final int ROUNDS = 8_000;

    /** How many deviations of the binomial a simulated share may be off: of all tests here once in about 10^6 runs. */
    private static final double DEVIATIONS = 5;

    /** Of few values, so that many are equal. */
    private static double[] random(Random random, int size) {
        return random.doubles(size).map(value -> Math.rint(8 * value) / 8).toArray();
    }

    /** The least of the values v, and of +∞, for which at least (n + 1)·c of the n values and +∞ are at most v: the definition. */
    private static double bruteForce(double[] values, BigDecimal coverage) {
        BigDecimal wanted = coverage.multiply(BigDecimal.valueOf(values.length + 1L));
        double least = Double.POSITIVE_INFINITY;
        for (double value : values) {
            long atMost = Arrays.stream(values).filter(other -> other <= value).count();
            if (BigDecimal.valueOf(atMost).compareTo(wanted) >= 0) {
                least = Math.min(least, value);
            }
        }
        return least;
    }

    @Property(tries = 500)
    void theThresholdIsTheBruteForceOne(
            @ForAll long seed,
            @ForAll @IntRange(min = 0, max = 40) int size,
            @ForAll @IntRange(min = 1, max = 99) int percent) {
        double[] values = random(new Random(seed), size);
        Thresholds learnt = Thresholds.ofAll(Coverage.of(percent / 100.0), values);
        assertThat(learnt.radius()).isEqualTo(bruteForce(values, BigDecimal.valueOf(percent, 2)));
        assertThat(learnt.labels()).isEqualTo(size);
    }

    @Property(tries = 200)
    void aClassIsByItself(@ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int size) {
        Random random = new Random(seed);
        double[] values = random(random, size);
        List<String> classes = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            classes.add(Integer.toString(random.nextInt(3)));
        }
        Thresholds learnt = Thresholds.ofClasses(Coverage.of(0.8), classes, values);
        for (String name : List.of("0", "1", "2", "never seen")) {
            double[] own = new double[size];
            int count = 0;
            for (int i = 0; i < size; i++) {
                if (classes.get(i).equals(name)) {
                    own[count++] = values[i];
                }
            }
            assertThat(learnt.of(name)).isEqualTo(bruteForce(Arrays.copyOf(own, count), new BigDecimal("0.8")));
        }
    }

    @Property(tries = 300)
    void theRankIsExact(
            @ForAll @IntRange(min = 0, max = 100_000) int n, @ForAll @IntRange(min = 1, max = 9_999) int share) {
        BigDecimal exact = BigDecimal.valueOf(share, 4).multiply(BigDecimal.valueOf(n + 1L));
        assertThat(Coverage.of(share / 10_000.0).rank(n))
                .isEqualTo(exact.setScale(0, RoundingMode.CEILING).longValueExact());
    }

    @Property(tries = 300)
    void fewerLabelsThanTheFewestGiveNoBound(@ForAll @IntRange(min = 1, max = 9_999) int share) {
        Coverage coverage = Coverage.of(share / 10_000.0);
        int fewest = coverage.fewestLabels();
        assertThat(Thresholds.ofAll(coverage, new double[fewest]).tells()).isTrue();
        Thresholds fewer = Thresholds.ofAll(coverage, new double[fewest - 1]);
        assertThat(fewer.tells()).isFalse();
        assertThat(fewer.radius()).isInfinite();
        assertThat(fewer.has("any", 0)).isTrue();
    }

    @Test
    void ninetyPercentOfNineLabelsIsTheGreatest() {
        Coverage coverage = Coverage.of(0.9);
        assertThat(coverage.fewestLabels()).isEqualTo(9);
        assertThat(Thresholds.ofAll(coverage, new double[] {5, 1, 9, 3, 2, 8, 4, 7, 6})
                        .radius())
                .isEqualTo(9);
        assertThat(coverage).hasToString("90%");
        assertThat(Coverage.of(0.9995)).hasToString("99.95%");
    }

    /** A share of {@link #ROUNDS} that comes true with probability of at least {@code least} and at most {@code most}. */
    private static void assertShare(String what, int count, int of, double least, double most) {
        double slack = DEVIATIONS * Math.sqrt(Math.max(least * (1 - least), most * (1 - most)) / of);
        assertThat(count / (double) of).as(what).isBetween(least - slack, Math.min(1, most + slack));
    }

    @Property(tries = 3)
    void intervalsHoldWhatTheySay(@ForAll long seed) {
        Random random = new Random(seed);
        for (int n : new int[] {5, 19, 100}) {
            int held = 0;
            for (int round = 0; round < ROUNDS; round++) {
                double[] residuals = new double[n];
                for (int i = 0; i < n; i++) {
                    residuals[i] = residual(random);
                }
                held += residual(random)
                                <= Thresholds.ofAll(Coverage.of(0.8), residuals).radius()
                        ? 1
                        : 0;
            }
            assertShare("seed " + seed + ", " + n + " labels", held, ROUNDS, 0.8, 0.8 + 1.0 / (n + 1));
        }
    }

    /** Of a bad model of a heteroscedastic outcome; no two are equal. */
    private static double residual(Random random) {
        double x = random.nextDouble();
        return Nonconformity.ofNumber(3 * x * x + (0.1 + x) * random.nextGaussian(), 2 * x);
    }

    /** An event of one of three classes, the third of them rare, and what a model that is often wrong says of each. */
    private record Drawn(String actual, List<Double> probabilities) {

        static Drawn next(Random random) {
            int actual = random.nextInt(10) == 0 ? 2 : random.nextInt(2);
            double[] weights = new double[3];
            double sum = 0;
            for (int i = 0; i < 3; i++) {
                // The rare class is hardly seen by the model.
                weights[i] = Math.exp(random.nextGaussian() + (i == actual ? (i == 2 ? 0.3 : 1.5) : 0));
                sum += weights[i];
            }
            double all = sum;
            return new Drawn(
                    Integer.toString(actual),
                    Arrays.stream(weights).map(weight -> weight / all).boxed().toList());
        }

        double ofActual() {
            return Nonconformity.ofClass(probabilities.get(Integer.parseInt(actual)));
        }

        boolean held(Thresholds learnt) {
            return learnt.has(actual, probabilities.get(Integer.parseInt(actual)));
        }
    }

    @Property(tries = 3)
    void setsHoldWhatTheySayAndPerClassEachClass(@ForAll long seed) {
        Random random = new Random(seed);
        int n = 60;
        Coverage coverage = Coverage.of(0.9);
        int held = 0;
        int[] events = new int[3];
        int[] heldOf = new int[3];
        int[] heldAnyway = new int[3];
        for (int round = 0; round < ROUNDS; round++) {
            List<String> classes = new ArrayList<>();
            double[] nonconformities = new double[n];
            for (int i = 0; i < n; i++) {
                Drawn label = Drawn.next(random);
                classes.add(label.actual());
                nonconformities[i] = label.ofActual();
            }
            Drawn next = Drawn.next(random);
            int of = Integer.parseInt(next.actual());
            events[of]++;
            Thresholds marginal = Thresholds.ofAll(coverage, nonconformities);
            held += next.held(marginal) ? 1 : 0;
            heldAnyway[of] += next.held(marginal) ? 1 : 0;
            heldOf[of] += next.held(Thresholds.ofClasses(coverage, classes, nonconformities)) ? 1 : 0;
        }
        String what = "seed " + seed;
        assertShare(what, held, ROUNDS, 0.9, 0.9 + 1.0 / (n + 1));
        for (int of = 0; of < 3; of++) {
            // Of the rare class there are often fewer than the nine labels that a bound needs.
            assertShare(what + ", class " + of, heldOf[of], events[of], 0.9, of == 2 ? 1 : 0.9 + 1.0 / 20);
        }
        assertThat(heldAnyway[2] / (double) events[2])
                .as("%s: over all classes alone the rare one is held less often", what)
                .isLessThan(0.85);
    }

    @Test
    void whatIsNoThresholdIsRefused() {
        assertThatThrownBy(() -> new Coverage(0)).hasMessageContaining("0 millionths");
        assertThatThrownBy(() -> Coverage.of(1)).hasMessageContaining("less than 1000000");
        assertThatThrownBy(() -> Thresholds.ofAll(Coverage.of(0.5), new double[] {1, Double.NaN}))
                .hasMessage("a nonconformity is no number");
        assertThatThrownBy(() -> Thresholds.ofClasses(Coverage.of(0.5), List.of("a"), new double[2]))
                .hasMessage("1 classes and 2 nonconformities");
        assertThatThrownBy(() -> new Thresholds(Coverage.of(0.5), false, Map.of()))
                .hasMessageContaining("expected one");
        assertThatThrownBy(() -> new Thresholds.Threshold(Double.NaN, 1)).hasMessageContaining("NaN");
    }
}
