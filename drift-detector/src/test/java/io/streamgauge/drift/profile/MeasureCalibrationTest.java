package io.streamgauge.drift.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.drift.definition.Measure;
import io.streamgauge.drift.definition.WatchedColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** False alarms of every measure when nothing has changed, and of those of rows that depend on each other; alarms when something has. */
class MeasureCalibrationTest {

    private static final double LEVEL = 0.05;
    private static final long SEED = 20261122;
    private static final long AUTOCORRELATED_SEED = 4242;

    /** At most four standard errors above 5 %, which are 1.1 points in 400 rounds. Tests of few distinct outcomes stay far below. */
    @ParameterizedTest
    @EnumSource(Measure.class)
    void falseAlarmsAreAtMostNominal(Measure measure) {
        boolean slow = List.of(Measure.WASSERSTEIN, Measure.ENERGY, Measure.TOTAL_VARIATION)
                .contains(measure);
        int rounds = slow ? 60 : 400;
        Random random = new Random(SEED);
        int alarms = 0;
        for (int round = 0; round < rounds; round++) {
            FeatureReference reference = reference(column(random, 600, 0, measure), measure);
            alarms +=
                    reference.compare(measure, column(random, 300, 0, measure)).pValue() <= LEVEL ? 1 : 0;
        }
        double rate = (double) alarms / rounds;
        System.out.printf("%s: %.2f %% false alarms at %.2f, seed %d%n", measure.text(), 100 * rate, LEVEL, SEED);
        assertThat(rate).isLessThanOrEqualTo(LEVEL + 4 * Math.sqrt(LEVEL / rounds));
        boolean coarse = List.of(
                        Measure.UNSEEN, Measure.OUT_OF_RANGE, Measure.MISSING, Measure.FISHER, Measure.L_INFINITY)
                .contains(measure);
        assertThat(rate).isGreaterThanOrEqualTo(coarse || slow ? 0 : 0.015);
    }

    @ParameterizedTest
    @EnumSource(Measure.class)
    void aChangeIsSeenAndIsAtLeastTheDefaultEffect(Measure measure) {
        Random random = new Random(SEED);
        FeatureReference reference = reference(column(random, 4000, 0, measure), measure);
        var changed = reference.compare(measure, column(random, 1000, 1, measure));
        assertThat(changed.pValue()).isLessThan(1e-4);
        assertThat(changed.value()).isGreaterThan(measure.effect());
        assertThat(changed.quantiles().valueAt(0.001)).isLessThanOrEqualTo(changed.value());
    }

    /** Numbers, normal, a tenth of them missing; or one of eight letters. Changed, moved by one deviation and more often missing. */
    private static Column column(Random random, int rows, double change, Measure measure) {
        double[] values = new double[rows];
        for (int i = 0; i < rows; i++) {
            boolean missing = random.nextDouble() < 0.1 + 0.2 * change;
            double z = random.nextGaussian() + change;
            double letter = Math.floor(Math.min(7.99, Math.max(0, 4 + 1.5 * z)));
            boolean fresh = change > 0 && random.nextInt(10) == 0;
            double number = fresh ? 10 : z;
            double category = fresh ? 99 : letter;
            values[i] = missing ? Double.NaN : measure.ofNumbers() ? number : category;
        }
        double[] present =
                Arrays.stream(values).filter(v -> !Double.isNaN(v)).sorted().toArray();
        return new Column(present, rows - present.length);
    }

    private static FeatureReference reference(Column column, Measure measure) {
        return new FeatureReference(column, new FeatureTotals(), Map.of(), Dispersion.UNKNOWN, !measure.ofNumbers());
    }

    /**
     * AR(1): each value is φ times the one before and a normal rest. 20 windows of 400 rows are the reference, one more is compared.
     * Without the allowance most windows of φ = 0.9 alarm; with it at most 5 %, plus four standard errors of 150 rounds.
     */
    @ParameterizedTest(name = "phi {0}")
    @CsvSource({"0", "0.5", "0.9"})
    void autocorrelatedRowsKeepTheNominalRate(double phi) {
        int rounds = 150;
        List<Measure> measures =
                List.of(Measure.PSI, Measure.KS, Measure.MANN_WHITNEY, Measure.WELCH, Measure.CRAMER_VON_MISES);
        Random random = new Random(AUTOCORRELATED_SEED);
        Map<Measure, Integer> alarms = new EnumMap<>(Measure.class);
        int without = 0;
        for (int round = 0; round < rounds; round++) {
            List<Column> windows = new ArrayList<>();
            double[] last = {random.nextGaussian()};
            for (int i = 0; i < 20; i++) {
                windows.add(autocorrelated(random, phi, 400, last));
            }
            Column whole = new Column(
                    windows.stream()
                            .flatMapToDouble(window -> Arrays.stream(window.sorted()))
                            .sorted()
                            .toArray(),
                    0);
            FeatureReference reference = FeatureReference.freeze(
                    whole, new FeatureTotals(), windows, new WatchedColumn("x", false, List.of()));
            for (int i = 0; i < 5; i++) {
                autocorrelated(random, phi, 400, last);
            }
            Column window = autocorrelated(random, phi, 400, last);
            for (Measure measure : measures) {
                alarms.merge(measure, reference.compare(measure, window).pValue() <= LEVEL ? 1 : 0, Integer::sum);
            }
            without += new FeatureReference(whole, new FeatureTotals(), 0, 0)
                                    .psi(window)
                                    .pValue()
                            <= LEVEL
                    ? 1
                    : 0;
        }
        System.out.printf(
                "AR(1) %.1f: false alarms %s of %d; psi of rows taken as independent %d%n",
                phi, new TreeMap<>(alarms), rounds, without);
        assertThat(alarms.values()).allMatch(count -> count <= rounds * LEVEL + 4 * Math.sqrt(rounds * LEVEL));
        assertThat(without).isGreaterThan(phi > 0.8 ? rounds / 4 : 0);
    }

    private static Column autocorrelated(Random random, double phi, int rows, double[] last) {
        double[] values = new double[rows];
        for (int i = 0; i < rows; i++) {
            last[0] = phi * last[0] + Math.sqrt(1 - phi * phi) * random.nextGaussian();
            values[i] = last[0];
        }
        Arrays.sort(values);
        return new Column(values, 0);
    }

    /** Where the allowance is not needed it costs little: a shift of a third of a deviation is still found. */
    @Test
    void independentRowsKeepTheirPower() {
        Random random = new Random(SEED);
        int found = 0;
        for (int round = 0; round < 50; round++) {
            List<Column> windows = new ArrayList<>();
            for (int i = 0; i < 14; i++) {
                windows.add(autocorrelated(random, 0, 400, new double[] {0}));
            }
            Column whole = new Column(
                    windows.stream()
                            .flatMapToDouble(window -> Arrays.stream(window.sorted()))
                            .sorted()
                            .toArray(),
                    0);
            FeatureReference reference = FeatureReference.freeze(
                    whole, new FeatureTotals(), windows, new WatchedColumn("x", false, Measure.NUMERIC));
            double[] shifted = Arrays.stream(
                            autocorrelated(random, 0, 400, new double[] {0}).sorted())
                    .map(x -> x + 0.33)
                    .toArray();
            found += reference.ks(new Column(shifted, 0)).pValue() <= 0.001 ? 1 : 0;
        }
        assertThat(found).isGreaterThan(30);
    }
}
