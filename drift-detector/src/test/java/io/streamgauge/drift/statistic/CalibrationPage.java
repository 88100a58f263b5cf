package io.streamgauge.drift.statistic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The table of false alarms on docs/drift-statistics.md: of a run of {@link CalibrationTest}, and held to every later one. */
final class CalibrationPage {

    private static final String START = "<!-- calibration: written by CalibrationTest -->\n";
    private static final String END = "<!-- end of calibration -->";
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (.+?) \\| (\\d.*) \\|$");
    private static final Pattern NUMBER = Pattern.compile("[\\d.]+");

    /** Four standard errors of a rate of 5 % in 10,000 rounds are 0.9 points. */
    private static final double WITHIN_POINTS = 0.9;

    private CalibrationPage() {}

    /** Holds the page to a run, or writes the run to it. */
    static void hold(Map<String, List<Double>> bySize, Map<String, Double> twenty, Map<String, Double> hundred)
            throws IOException {
        Path page = page();
        String text = Files.readString(page);
        int start = text.indexOf(START) + START.length();
        if (System.getProperty("streamgauge.update") != null) {
            text = text.substring(0, start) + table(bySize, twenty, hundred) + text.substring(text.indexOf(END));
            Files.writeString(page, text);
        }
        Map<String, List<Double>> written = rows(text.substring(start, text.indexOf(END)));
        Map<String, List<Double>> run = rows(table(bySize, twenty, hundred));
        assertThat(written).containsOnlyKeys(run.keySet());
        run.forEach((row, rates) -> {
            List<Double> onPage = written.getOrDefault(row, List.of());
            assertThat(onPage).as(row).hasSameSizeAs(rates);
            for (int i = 0; i < rates.size(); i++) {
                assertThat(onPage.get(i)).as(row).isCloseTo(rates.get(i), within(WITHIN_POINTS));
            }
        });
    }

    private static String table(
            Map<String, List<Double>> bySize, Map<String, Double> twenty, Map<String, Double> hundred) {
        StringBuilder table = new StringBuilder();
        table.append("""
                | one feature, %% of windows told: reference, window | 10,000, 200 | 10,000, 1,000 | 1,000, 1,000 | 100,000, 10,000 |
                |---|---|---|---|---|
                """.formatted());
        bySize.forEach((test, rates) -> {
            table.append("| ").append(test).append(" |");
            rates.forEach(rate -> table.append(String.format(Locale.ROOT, " %.1f |", 100 * rate)));
            table.append('\n');
        });
        table.append("""

                | any feature, % of windows told: reference 10,000, window 1,000 | 20 features | 100 features |
                |---|---|---|
                """);
        twenty.forEach((test, rate) -> table.append(String.format(
                Locale.ROOT, "| %s | %.1f | %.1f |%n", test, 100 * rate, 100 * hundred.getOrDefault(test, 0.0))));
        return table.toString();
    }

    private static Map<String, List<Double>> rows(String table) {
        Map<String, List<Double>> rows = new LinkedHashMap<>();
        ROW.matcher(table)
                .results()
                .forEach(row -> rows.put(
                        row.group(1) + " of "
                                + NUMBER.matcher(row.group(2)).results().count(),
                        NUMBER.matcher(row.group(2))
                                .results()
                                .map(MatchResult::group)
                                .map(Double::valueOf)
                                .toList()));
        return rows;
    }

    private static Path page() {
        return Stream.iterate(Path.of("").toAbsolutePath(), Objects::nonNull, Path::getParent)
                .map(dir -> dir.resolve("docs/drift-statistics.md"))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow();
    }
}
