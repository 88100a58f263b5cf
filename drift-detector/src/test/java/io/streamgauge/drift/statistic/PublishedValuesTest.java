package io.streamgauge.drift.statistic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Values published, cut to the digits printed, by Frouros (BSD-3), Evidently and NannyML (Apache-2.0) for their own samples, where these stand beside the checkout. */
class PublishedValuesTest {

    private static final String DATA = "shared/data";
    private static final Pattern COMMA = Pattern.compile(",");

    private Path data = Path.of("");

    @BeforeEach
    void find() {
        Path found = locate();
        Assumptions.assumeTrue(found != null, "no " + DATA + " beside the checkout");
        data = found == null ? data : found;
    }

    private static @Nullable Path locate() {
        for (Path dir = Path.of("").toAbsolutePath(); dir != null; dir = dir.getParent()) {
            if (Files.exists(dir.resolve(DATA))) {
                return dir.resolve(DATA);
            }
        }
        return null;
    }

    /** Its Jensen-Shannon distance, 0.67010107, is of two histograms with bins of their own, smoothed: not one of ours. */
    @Test
    void frourosUnivariate() throws IOException {
        double[] a = column("frouros_univariate.csv", 0);
        double[] b = column("frouros_univariate.csv", 1);
        assertThat(Wasserstein.distance(a, b)).isCloseTo(3.85346006, within(1e-8));
        assertThat(EnergyDistance.distance(a, b)).isCloseTo(2.11059982, within(1e-8));
        long[][] counts = equalWidths(a, b, 10);
        assertThat(KullbackLeibler.distance(counts[1], counts[0])).isInfinite();
        double hellinger = Hellinger.distance(counts[0], counts[1]);
        assertThat(hellinger).isCloseTo(0.74509099, within(1e-8));
        assertThat(Psi.index(counts[0], counts[1])).isCloseTo(6.728773, within(5e-7));
    }

    @Test
    void frourosUnivariateWithoutChange() throws IOException {
        long[][] counts =
                equalWidths(column("frouros_univariate_same.csv", 0), column("frouros_univariate_same.csv", 1), 10);
        assertThat(Psi.index(counts[0], counts[1])).isCloseTo(0.01840072, within(1e-8));
        double hellinger = Hellinger.distance(counts[0], counts[1]);
        assertThat(hellinger).isCloseTo(0.04792538, within(1e-8));
        assertThat(hellinger * hellinger)
                .as("1 less Bhattacharyya's coefficient")
                .isCloseTo(0.0022968, within(5e-7));
    }

    /** ELEC2's date in half precision, first half against second. Frouros computes Welch in half precision too; in double it is this. */
    @Test
    void frourosElec2() throws IOException {
        List<String> lines = lines(data.resolve("elec2/elec2.csv.gz"));
        int at = Arrays.asList(COMMA.split(lines.get(0), -1)).indexOf("date");
        double[] dates = lines.stream()
                .skip(1)
                .mapToDouble(line -> half(Float.parseFloat(COMMA.split(line, -1)[at])))
                .toArray();
        double[] a = Arrays.stream(dates, 0, 22_656).sorted().toArray();
        double[] b = Arrays.stream(dates, 22_656, 45_312).sorted().toArray();
        assertThat(KolmogorovSmirnov.of(a, b).value()).isCloseTo(0.99576271, within(1e-8));
        assertThat(KolmogorovSmirnov.of(a, b).pValue()).isZero();
        assertThat(MannWhitney.of(a, b).value()).isEqualTo(6912);
        assertThat(MannWhitney.of(a, b).pValue()).isZero();
        TestResult cvm = CramerVonMises.of(a, b);
        assertThat(cvm.value()).isCloseTo(3776.09848103, within(1e-8));
        assertThat(cvm.pValue())
                .as("SciPy's 5.38e-07 is where its series stops")
                .isLessThan(1e-14);
        TestResult ad = AndersonDarling.of(a, b);
        assertThat(ad.value()).isCloseTo(23171.19994366, within(1e-6));
        assertThat(ad.pValue()).isEqualTo(0.001);
        assertThat(TTest.welch(a, b).value()).isCloseTo(-287.8966, within(1e-4));
    }

    /** The nearest number of ten significant bits, ties to even; all dates lie where half precision is normal. */
    private static double half(float value) {
        double scale = Math.scalb(1.0, Math.getExponent(value) - 10);
        return value == 0 ? 0 : Math.rint(value / scale) * scale;
    }

    @Test
    void evidentlyCramerVonMises() throws IOException {
        assertThat(CramerVonMises.of(column("evidently_norm.csv", 0), column("evidently_norm.csv", 1))
                        .pValue())
                .isCloseTo(0.8076839, within(1e-3));
    }

    @Test
    void nannyMlWasserstein() throws IOException {
        assertThat(Wasserstein.distance(column("nannyml_wass.csv", 0), column("nannyml_wass.csv", 1)))
                .isCloseTo(1.0114449, within(5e-3));
    }

    private double[] column(String file, int at) throws IOException {
        return lines(data.resolve("reference-vectors/streams").resolve(file)).stream()
                .skip(1)
                .map(line -> COMMA.split(line, -1))
                .filter(cells -> cells.length > at && !cells[at].isEmpty())
                .mapToDouble(cells -> Double.parseDouble(cells[at]))
                .sorted()
                .toArray();
    }

    private static List<String> lines(Path file) throws IOException {
        try (InputStream raw = Files.newInputStream(file);
                InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    /** Bins of one width over both samples. */
    private static long[][] equalWidths(double[] a, double[] b, int bins) {
        double least = Math.min(a[0], b[0]);
        double width = (Math.max(a[a.length - 1], b[b.length - 1]) - least) / bins;
        long[][] counts = new long[2][bins];
        for (double value : a) {
            counts[0][(int) Math.min(bins - 1, (value - least) / width)]++;
        }
        for (double value : b) {
            counts[1][(int) Math.min(bins - 1, (value - least) / width)]++;
        }
        return counts;
    }
}
