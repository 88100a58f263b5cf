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
        assertThat(-Math.log1p(-hellinger * hellinger)).as("Bhattacharyya").isCloseTo(0.810041883, within(1e-7));
        assertThat(TotalVariation.distance(counts[0], counts[1]))
                .as("1 less the intersection of the histograms")
                .isCloseTo(0.78, within(1e-9));
        assertThat(Psi.index(counts[0], counts[1])).isCloseTo(6.728773, within(5e-7));
        assertThat(psi(counts[0], counts[1], 1e-6)).isCloseTo(9.726136, within(5e-7));
        assertThat(psi(counts[0], counts[1], Double.MIN_NORMAL)).isCloseTo(461.20379435, within(1e-6));
    }

    /** With an empty bin the index is a choice of floor; ours is 1e-4. The other floors are written out here. */
    private static double psi(long[] reference, long[] window, double floor) {
        double n = Arrays.stream(reference).sum();
        double m = Arrays.stream(window).sum();
        double psi = 0;
        for (int i = 0; i < reference.length; i++) {
            double p = reference[i] == 0 ? floor : reference[i] / n;
            double q = window[i] == 0 ? floor : window[i] / m;
            psi += (q - p) * Math.log(q / p);
        }
        return psi;
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
        assertThat(-Math.log1p(-hellinger * hellinger)).as("Bhattacharyya").isCloseTo(0.00229948, within(1e-8));
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

    /** Bins by Doane's rule over the reference, and one more for what lies outside. */
    @Test
    void nannyMlDoane() throws IOException {
        long[][] js = doane(column("nannyml_js_cont.csv", 0), column("nannyml_js_cont.csv", 1));
        assertThat(js[0]).as("16 bins and one more").hasSize(17);
        assertThat(JensenShannon.distance(js[0], js[1]) / Math.sqrt(Math.log(2)))
                .isCloseTo(0.0472364, within(5e-8));
        long[][] hellinger = doane(column("nannyml_hell.csv", 0), column("nannyml_hell.csv", 1));
        assertThat(Hellinger.distance(hellinger[0], hellinger[1])).isCloseTo(0.63, within(5e-3));
    }

    /** KS of each chunk of the whole file against the reference; NannyML's are of 10,000 bins, ours of the values. */
    @Test
    void nannyMlChunks() throws IOException {
        List<String[]> rows = lines(data.resolve("reference-vectors/streams/nannyml_sample_drift.csv.gz")).stream()
                .skip(1)
                .map(line -> COMMA.split(line, -1))
                .toList();
        double[] reference = rows.stream()
                .filter(cells -> cells[1].equals("reference"))
                .mapToDouble(cells -> Double.parseDouble(cells[2]))
                .sorted()
                .toArray();
        double[] all =
                rows.stream().mapToDouble(cells -> Double.parseDouble(cells[2])).toArray();
        assertThat(all).hasSize(20_160);
        assertThat(chunks(reference, all, 5000))
                .containsExactly(new double[] {0.005067, 0.004933, 0.01186, 0.243595, 0.210615}, within(6e-7));
        assertThat(chunks(reference, all, 5000))
                .containsExactly(new double[] {0.004968, 0.004833, 0.01186, 0.243595, 0.210516}, within(2.5e-4));
        assertThat(chunks(reference, all, 4032))
                .containsExactly(new double[] {0.00873, 0.007688, 0.015179, 0.06503, 0.253323}, within(2.5e-4));
        assertThat(chunks(reference, all, 2016))
                .containsExactly(
                        new double[] {
                            0.011012, 0.017163, 0.015675, 0.010813, 0.016865, 0.014683, 0.018552, 0.113889, 0.254861,
                            0.253075
                        },
                        within(2.5e-4));
    }

    private static double[] chunks(double[] reference, double[] all, int size) {
        double[] distances = new double[(all.length + size - 1) / size];
        for (int i = 0; i < distances.length; i++) {
            double[] chunk = Arrays.copyOfRange(all, i * size, Math.min(all.length, (i + 1) * size));
            Arrays.sort(chunk);
            distances[i] = KolmogorovSmirnov.distance(reference, chunk);
        }
        return distances;
    }

    /** Doane, Aesthetic frequency classifications, 1976. */
    private static long[][] doane(double[] reference, double[] window) {
        int n = reference.length;
        double mean = Arrays.stream(reference).average().orElseThrow();
        double second = Arrays.stream(reference)
                .map(x -> Math.pow(x - mean, 2))
                .average()
                .orElseThrow();
        double third = Arrays.stream(reference)
                .map(x -> Math.pow(x - mean, 3))
                .average()
                .orElseThrow();
        double skew = Math.abs(third / Math.pow(second, 1.5));
        double error = Math.sqrt(6.0 * (n - 2) / ((n + 1.0) * (n + 3.0)));
        int bins = (int) Math.ceil(1 + (Math.log(n) + Math.log1p(skew / error)) / Math.log(2));
        double least = reference[0];
        double width = (reference[n - 1] - least) / bins;
        long[][] counts = new long[2][bins + 1];
        for (double value : reference) {
            counts[0][(int) Math.min(bins - 1, (value - least) / width)]++;
        }
        for (double value : window) {
            boolean inside = value >= least && value <= reference[n - 1];
            counts[1][inside ? (int) Math.min(bins - 1, (value - least) / width) : bins]++;
        }
        return counts;
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
