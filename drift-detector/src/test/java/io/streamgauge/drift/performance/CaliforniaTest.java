package io.streamgauge.drift.performance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.streamgauge.drift.statistic.KolmogorovSmirnov;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * NannyML's California housing model (Apache-2.0), month by month, where its data stands beside the checkout. The tables of
 * docs/drift-performance.md are these; {@code -Dstreamgauge.update} writes them anew.
 */
class CaliforniaTest {

    private static final String FOLDER = "shared/data/nannyml";
    private static final String START = "<!-- California: written by CaliforniaTest -->\n";
    private static final String END = "<!-- end of California -->";

    /** What NannyML prints of its own estimate. */
    private static final Map<String, Double> NANNY_ML = Map.of("2022-03", 0.829077, "2022-04", 0.910661);

    private static final Pattern COMMA = Pattern.compile(",");

    private final List<Map<String, String>> reference = new ArrayList<>();
    private final Map<String, List<Map<String, String>>> months = new TreeMap<>();

    @BeforeEach
    void read() throws IOException {
        Path folder = find();
        Assumptions.assumeTrue(folder != null, "no " + FOLDER + " beside the checkout");
        if (folder == null) {
            return;
        }
        reference.addAll(rows(folder.resolve("california_housing_reference.csv.gz")));
        Map<String, String> truth = new HashMap<>();
        rows(folder.resolve("california_housing_analysis_gt.csv.gz"))
                .forEach(row -> truth.put(row.get("id"), row.getOrDefault("clf_target", "")));
        List<Map<String, String>> all = new ArrayList<>(reference);
        for (Map<String, String> row : rows(folder.resolve("california_housing_analysis.csv.gz"))) {
            row.put("clf_target", truth.getOrDefault(row.get("id"), ""));
            all.add(row);
        }
        all.forEach(row -> months.computeIfAbsent(
                        row.getOrDefault("timestamp", "").substring(0, 7), month -> new ArrayList<>())
                .add(row));
    }

    /** Mean over the twenty months of each month's distance from the whole reference, to the six digits printed. */
    @Test
    void monthlyDistancesAreThePublished() {
        Map<String, Double> published = Map.of(
                "id",
                0.87428,
                "Longitude",
                0.712709,
                "Latitude",
                0.672904,
                "HouseAge",
                0.201638,
                "MedInc",
                0.154952,
                "AveOccup",
                0.14389,
                "AveRooms",
                0.129277,
                "AveBedrms",
                0.08914,
                "Population",
                0.073562);
        published.forEach((column, expected) ->
                assertThat(meanDistance(column)).as(column).isCloseTo(expected, within(6e-7)));
    }

    private double meanDistance(String column) {
        double[] whole = sorted(reference, column);
        return months.values().stream()
                .mapToDouble(month -> KolmogorovSmirnov.distance(whole, sorted(month, column)))
                .average()
                .orElseThrow();
    }

    @Test
    void thePageHasTheseTables() throws IOException {
        Path page = Stream.iterate(Path.of("").toAbsolutePath(), Objects::nonNull, Path::getParent)
                .map(dir -> dir.resolve("docs/drift-performance.md"))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow();
        String text = Files.readString(page);
        String expected =
                text.substring(0, text.indexOf(START) + START.length()) + tables() + text.substring(text.indexOf(END));
        if (System.getProperty("streamgauge.update") != null) {
            Files.writeString(page, expected);
            text = expected;
        }
        assertThat(text)
                .as("update it with mvn -pl drift-detector -am test -Dtest=CaliforniaTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -Dstreamgauge.update")
                .isEqualTo(expected);
    }

    private String tables() {
        ExpectedPerformance expected =
                new ExpectedPerformance(values(reference, "y_pred_proba"), values(reference, "clf_target"));
        StringBuilder text = new StringBuilder("""

                | month | events | expected | NannyML's | realised | KS, `Latitude` | KS, `MedInc` |
                |---|---|---|---|---|---|---|
                """);
        months.forEach((month, rows) -> {
            if (month.compareTo("2021-06") >= 0) {
                double[] scores = values(rows, "y_pred_proba");
                Double theirs = NANNY_ML.get(month);
                text.append(String.format(
                        Locale.ROOT,
                        "| %s | %,d | %.4f | %s | %.4f | %.4f | %.4f |%n",
                        month,
                        rows.size(),
                        expected.rocAuc(scores),
                        theirs == null ? "" : String.format(Locale.ROOT, "%.4f", theirs),
                        RocAuc.of(scores, values(rows, "clf_target")),
                        distance(rows, "Latitude"),
                        distance(rows, "MedInc")));
            }
        });
        text.append("\n| column | mean of its monthly KS distances |\n|---|---|\n");
        List.of("Longitude", "Latitude", "HouseAge", "MedInc", "AveOccup", "AveRooms", "AveBedrms", "Population")
                .forEach(column ->
                        text.append(String.format(Locale.ROOT, "| `%s` | %.6f |%n", column, meanDistance(column))));
        return text.append('\n').toString();
    }

    private double distance(List<Map<String, String>> month, String column) {
        return KolmogorovSmirnov.distance(sorted(reference, column), sorted(month, column));
    }

    /** Realised as computed from the ground truth by others, to the digits printed; expected as NannyML's own, to 0.0001. */
    @Test
    void expectedBesideRealised() {
        Map<String, Double> realised = Map.ofEntries(
                Map.entry("2021-06", 0.8842),
                Map.entry("2021-07", 0.7601),
                Map.entry("2021-08", 0.7043),
                Map.entry("2021-09", 0.6698),
                Map.entry("2021-10", 0.8335),
                Map.entry("2021-11", 0.7315),
                Map.entry("2021-12", 0.9339),
                Map.entry("2022-01", 0.8694),
                Map.entry("2022-02", 0.9335),
                Map.entry("2022-03", 0.7049),
                Map.entry("2022-04", 0.9754),
                Map.entry("2022-05", 0.9509));
        ExpectedPerformance expected =
                new ExpectedPerformance(values(reference, "y_pred_proba"), values(reference, "clf_target"));
        System.out.println("month    expected AUC  realised AUC");
        realised.forEach((month, published) -> {
            List<Map<String, String>> rows = months.getOrDefault(month, List.of());
            double[] scores = values(rows, "y_pred_proba");
            double came = RocAuc.of(scores, values(rows, "clf_target"));
            double estimate = expected.rocAuc(scores);
            System.out.printf("%s  %12.4f  %12.4f%n", month, estimate, came);
            assertThat(came).as(month).isCloseTo(published, within(6e-5));
            if (NANNY_ML.containsKey(month)) {
                assertThat(estimate).as(month).isCloseTo(NANNY_ML.getOrDefault(month, 0.0), within(1e-4));
            }
        });
    }

    private static double[] values(List<Map<String, String>> rows, String column) {
        return rows.stream()
                .mapToDouble(row -> Double.parseDouble(row.getOrDefault(column, "")))
                .toArray();
    }

    private static double[] sorted(List<Map<String, String>> rows, String column) {
        return Arrays.stream(values(rows, column)).sorted().toArray();
    }

    private static List<Map<String, String>> rows(Path file) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            String[] names = COMMA.split(lines.get(0), -1);
            List<Map<String, String>> rows = new ArrayList<>();
            for (String line : lines.subList(1, lines.size())) {
                String[] cells = COMMA.split(line, -1);
                Map<String, String> row = new HashMap<>();
                for (int i = 0; i < names.length; i++) {
                    row.put(names[i], cells[i]);
                }
                rows.add(row);
            }
            return rows;
        }
    }

    private static @Nullable Path find() {
        for (Path dir = Path.of("").toAbsolutePath(); dir != null; dir = dir.getParent()) {
            if (Files.exists(dir.resolve(FOLDER))) {
                return dir.resolve(FOLDER);
            }
        }
        return null;
    }
}
