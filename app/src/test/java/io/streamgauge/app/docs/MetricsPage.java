package io.streamgauge.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.app.config.TestingPipelines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code docs/metrics.md} beside what is really scraped; {@code -Dstreamgauge.update} adds what the page lacks. */
public final class MetricsPage {

    private static final Path PAGE = TestingPipelines.repository().resolve("docs/metrics.md");
    private static final Pattern ROW = Pattern.compile("\\| `([a-zA-Z_:][a-zA-Z0-9_:]*)` \\| ([a-z]+) \\| (.*) \\|");
    private static final Pattern NAMED =
            Pattern.compile("\\b((?:streamgauge|kafka|flink|jvm|process|system)_[a-zA-Z0-9_]+)");
    private static final Pattern TYPE = Pattern.compile("# TYPE (\\S+) (\\S+)");
    private static final Pattern HELP = Pattern.compile("# HELP (\\S+) (.*)");
    /** There only when something has happened, or is declared. */
    private static final Set<String> SOMETIMES = Set.of(
            "streamgauge_drift_statistic",
            "streamgauge_drift_threshold",
            "streamgauge_feature_incomplete",
            "streamgauge_events_without_entity",
            "streamgauge_retraining_deliveries_total",
            "streamgauge_scoring_refused_total",
            "streamgauge_scoring_swaps_total",
            "streamgauge_uncertainty_coverage",
            "streamgauge_uncertainty_coverage_labels",
            "streamgauge_uncertainty_coverage_realised");

    private MetricsPage() {}

    private record Metric(String type, String help) {}

    /** Every metric of the scrape is on the page as it is, and every one of ours on the page is in the scrape. */
    public static void compare(String scrape) throws IOException {
        Map<String, Metric> scraped = scraped(scrape);
        if (System.getProperty("streamgauge.update") != null) {
            add(scraped);
        }
        Map<String, Metric> written = written();
        assertThat(written)
                .as("docs/metrics.md; -Dstreamgauge.update adds to it")
                .containsAllEntriesOf(scraped);
        Set<String> ours = new TreeSet<>(written.keySet());
        ours.removeIf(name -> !name.startsWith("streamgauge_") || SOMETIMES.contains(name));
        assertThat(scraped.keySet()).as("metrics on the page that nobody gives").containsAll(ours);
    }

    /** Names of metrics in a file of rules or a dashboard. */
    public static Set<String> named(Path file) throws IOException {
        Set<String> names = new TreeSet<>();
        Matcher matcher = NAMED.matcher(Files.readString(file));
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }

    /** Names on the page. */
    public static Set<String> names() throws IOException {
        return written().keySet();
    }

    /** Names in a scrape. */
    public static Set<String> names(String scrape) {
        return scraped(scrape).keySet();
    }

    private static Map<String, Metric> scraped(String scrape) {
        Map<String, String> helps = new TreeMap<>();
        Map<String, Metric> metrics = new TreeMap<>();
        for (String line : scrape.lines().toList()) {
            Matcher help = HELP.matcher(line);
            Matcher type = TYPE.matcher(line);
            if (help.matches()) {
                helps.put(help.group(1), help.group(2).strip());
            } else if (type.matches()) {
                metrics.put(
                        type.group(1),
                        new Metric(
                                type.group(2),
                                helps.getOrDefault(type.group(1), "").replace("|", "\\|")));
            }
        }
        return metrics;
    }

    private static Map<String, Metric> written() throws IOException {
        Map<String, Metric> metrics = new TreeMap<>();
        for (String line : Files.readAllLines(PAGE)) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                metrics.put(row.group(1), new Metric(row.group(2), row.group(3).strip()));
            }
        }
        return metrics;
    }

    private static void add(Map<String, Metric> scraped) throws IOException {
        Map<String, Metric> all = written();
        all.putAll(scraped);
        StringBuilder page = new StringBuilder(Files.readString(PAGE).split("\n## Ours\n", 2)[0]);
        section(page, "Ours", "streamgauge_", all);
        section(page, "The process", "(jvm|process|system)_", all);
        section(page, "Kafka's clients and Kafka Streams", "kafka_", all);
        Files.writeString(PAGE, page);
    }

    private static void section(StringBuilder page, String title, String prefix, Map<String, Metric> all) {
        page.append("\n## ").append(title).append("\n\n| metric | type | meaning |\n|---|---|---|\n");
        Pattern names = Pattern.compile(prefix + ".*");
        all.forEach((name, metric) -> {
            if (names.matcher(name).matches()) {
                page.append("| `%s` | %s | %s |%n".formatted(name, metric.type(), metric.help()));
            }
        });
    }
}
