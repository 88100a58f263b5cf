package io.streamgauge.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.streamgauge.app.backtest.ShiftedPayments;
import io.streamgauge.app.config.TestingPipelines;
import io.streamgauge.app.run.TestingHistory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DriftBacktestCommandTest {

    private static final String PIPELINE = TestingPipelines.repository()
            .resolve("examples/quickstart/pipeline.yaml")
            .toString();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path folder;

    private static Path payments = Path.of("");

    @BeforeAll
    static void file() throws IOException {
        payments = ShiftedPayments.write(folder);
    }

    private static TestingCli backtest(String... more) {
        List<String> line = new ArrayList<>(List.of("drift", "backtest", PIPELINE));
        line.addAll(List.of(more));
        return TestingCli.run(line.toArray(String[]::new));
    }

    @Test
    void tellsTheChangeAndTheDelay() throws IOException {
        String[] line = {
            "--file", payments.toString(), "--changes", ShiftedPayments.CHANGE.toString(), "--output", "json"
        };
        TestingCli done = backtest(line);
        assertThat(done.code()).as(done.err()).isZero();

        JsonNode report = new ObjectMapper().readTree(done.out());
        assertThat(report.get("predictions").asInt()).isEqualTo(56 * 200);
        assertThat(report.get("open").asInt()).as("the last day is not over").isEqualTo(200);
        assertThat(report.get("windows").asInt())
                .as("55 days, a week left out, two of reference")
                .isEqualTo(34);
        JsonNode alerts = report.get("scores").get(0);
        assertThat(alerts.get("method").asText()).isEqualTo("alerts");
        assertThat(alerts.get("detected").asInt()).isEqualTo(1);
        assertThat(alerts.get("falseAlarms").asInt()).as("one, of 8 May").isEqualTo(1);
        assertThat(alerts.get("meanDelaySeconds").asDouble()).isEqualTo(86_400);
        assertThat(report.get("changes").get(0).get("retrainingDelaySeconds").asDouble())
                .isEqualTo(2 * 86_400.0);
        assertThat(report.get("scores").get(4).get("falseAlarms").asInt())
                .as("fires always, 27 windows of them without change")
                .isEqualTo(27);

        assertThat(backtest(line).out()).as("the same history says the same").isEqualTo(done.out());
        List<String> otherwise = new ArrayList<>(List.of(line));
        otherwise.addAll(List.of("--threads", "1"));
        assertThat(backtest(otherwise.toArray(String[]::new)).out()).isEqualTo(done.out());
    }

    @Test
    void twoMomentsBoundTheWindows() throws IOException {
        TestingCli done = backtest(
                "--file",
                payments.toString(),
                "--from",
                "2026-04-13T00:00:00Z",
                "--to",
                "2026-05-24T00:00:00Z",
                "--reset-every",
                "3",
                "--output",
                "json");
        assertThat(done.code()).as(done.err()).isZero();
        JsonNode report = new ObjectMapper().readTree(done.out());
        assertThat(report.get("outside").asInt()).isEqualTo((7 + 8) * 200);
        assertThat(report.get("open").asInt()).isZero();
        assertThat(report.get("windows").asInt()).isEqualTo(41 - 21);
        assertThat(report.get("scores").get(3).get("alarms").asInt()).isEqualTo(6);
        assertThat(report.get("scores").get(0).get("falseAlarmRate").isNumber()).isTrue();
        assertThat(report.get("changes").isEmpty()).isTrue();
    }

    /** Text and JSON: whatever bounds the windows, each prediction is one part of the whole, and so is each label and each window. */
    @Test
    void thePartsAddUpToTheWhole() throws IOException {
        Path document = labelled("parts");
        List<String> labels = new ArrayList<>();
        for (String row : Files.readAllLines(folder.resolve("labels.csv"))) {
            labels.add(row.replaceAll("true$", "1").replaceAll("false$", "0"));
        }
        labels.add("1,2026-06-03T00:00:00Z,7");
        labels.add("none-such,2026-05-03T00:00:00Z,1");
        Path told = Files.write(folder.resolve("parts-labels.csv"), labels);
        String[] line = {"--labels", told.toString(), "--from", "2026-04-13T00:00:00Z"};
        TestingCli text = backtest(document, line);
        assertThat(text.code()).as(text.err()).isZero();
        assertThat(parts(text.out(), "11,200 predictions of "))
                .containsEntry("in windows that were over", 48 * 200L)
                .containsEntry("in windows that were not over at the end, and so not judged", 200L)
                .containsEntry("of windows that were not asked for", 7 * 200L)
                .hasSize(3);
        assertThat(parts(text.out(), String.format(Locale.ROOT, "%,d labels of ", labels.size() - 1)))
                .containsEntry("in time for the event they are of, if there is one", labels.size() - 2L)
                .hasSize(2);
        assertThat(text.out()).contains("\n48 windows were over: 27 judged, ", " of them with drift; 21 not, ");

        List<String> asJson = new ArrayList<>(List.of(line));
        asJson.addAll(List.of("--output", "json"));
        JsonNode report = new ObjectMapper()
                .readTree(backtest(document, asJson.toArray(String[]::new)).out());
        assertThat(sum(report, "closed", "open", "late", "correcting", "outside", "otherVariants"))
                .isEqualTo(report.get("read").asLong())
                .isEqualTo(11_200);
        assertThat(sum(report, "windows", "unjudged")).isEqualTo(48);
        JsonNode performance = report.get("performance");
        assertThat(performance.get("bad").asInt()).isEqualTo(1);
        assertThat(sum(performance, "inTime", "bad", "late", "dropped", "unmatched"))
                .isEqualTo(performance.get("read").asLong())
                .isEqualTo(labels.size() - 1);
    }

    private static long sum(JsonNode node, String... fields) {
        return Stream.of(fields).mapToLong(field -> node.get(field).asLong()).sum();
    }

    /** The parts below the line of a whole, whose sum is the whole. */
    private static Map<String, Long> parts(String printed, String whole) {
        List<String> lines = printed.lines().toList();
        int at = IntStream.range(0, lines.size())
                .filter(i -> lines.get(i).startsWith(whole))
                .findFirst()
                .orElseThrow(() -> new AssertionError(whole + " is not in " + printed));
        Map<String, Long> parts = new LinkedHashMap<>();
        for (String line : lines.subList(at + 1, lines.size())) {
            if (!line.startsWith("  ")) {
                break;
            }
            String[] words = line.strip().split(" ", 2);
            parts.put(words[1], Long.parseLong(words[0].replace(",", "")));
        }
        assertThat(lines.get(at)).endsWith(", each counted once:");
        assertThat(parts.values().stream().mapToLong(Long::longValue).sum())
                .isEqualTo(Long.parseLong(whole.split(" ", 2)[0].replace(",", "")));
        return parts;
    }

    private static final List<String> LABELS = List.of(
            "  labels: {topic: payment-labels, format: json, key: id, id: id, time: time,"
                    + " fields: {id: string, time: timestamp, fraud: long}}",
            "labels: {from: labels, outcome: fraud}",
            "  performance: {wait: 3d, watch: [roc_auc]}");

    private static Path labelled(String name) throws IOException {
        return ShiftedPayments.labelled(
                Path.of(PIPELINE), Files.createDirectory(folder.resolve(name)).resolve("pipeline.yaml"), LABELS);
    }

    private static TestingCli backtest(Path document, String... more) {
        List<String> line =
                new ArrayList<>(List.of("drift", "backtest", document.toString(), "--file", payments.toString()));
        line.addAll(List.of(more));
        return TestingCli.run(line.toArray(String[]::new));
    }

    /** One label has no outcome and one an outcome that a binary kind does not have. */
    @Test
    void labelsTellPerformance() throws IOException {
        Path document = labelled("performance");
        List<String> rows = new ArrayList<>();
        for (String row : Files.readAllLines(folder.resolve("labels.csv"))) {
            rows.add(row.replaceAll("true$", "1").replaceAll("false$", "0"));
        }
        int told = rows.size() - 1;
        rows.add("1,2026-06-03T00:00:00Z,");
        rows.add("2,2026-06-03T00:00:00Z,7");
        Path labels = Files.write(folder.resolve("told.csv"), rows);
        Path page = folder.resolve("page.html");
        String[] line = {
            "--labels", labels.toString(), "--changes", ShiftedPayments.CHANGE.toString(), "--output", "json"
        };
        List<String> withPage = new ArrayList<>(List.of(line));
        withPage.addAll(List.of("--report", page.toString()));
        TestingCli done = backtest(document, withPage.toArray(String[]::new));
        assertThat(done.code()).as(done.err()).isZero();

        JsonNode report = new ObjectMapper().readTree(done.out());
        JsonNode performance = report.get("performance");
        assertThat(performance.get("labels").asInt()).isEqualTo(told);
        assertThat(performance.get("bad").asInt()).isEqualTo(2);
        assertThat(performance.get("firstBad").asText())
                .contains("told.csv", "row " + (told + 1), "field 'fraud' is null");
        assertThat(performance.get("windows").asInt()).isEqualTo(31);
        JsonNode area = figure(performance.get("models").get(0).get("figures"), "roc_auc");
        assertThat(area.get("driftedWindows").asInt()).isPositive();
        assertThat(area.get("windows").get(0).get("expected").isNumber()).isTrue();
        assertThat(area.get("windows").get(0).get("realised").isNumber()).isTrue();

        JsonNode ofPerformance = report.get("scores").get(3);
        assertThat(ofPerformance.get("method").asText()).isEqualTo("performance_alerts");
        assertThat(ofPerformance.get("detected").asInt()).isEqualTo(1);
        assertThat(ofPerformance.get("meanDelaySeconds").asDouble())
                .as("two windows, three days of waiting, ten minutes of lateness")
                .isGreaterThanOrEqualTo(4 * 86_400 + 600);
        assertThat(report.get("scores").get(0).get("alarms").asInt())
                .as("of both")
                .isEqualTo(ofPerformance.get("alarms").asInt()
                        + report.get("scores").get(2).get("alarms").asInt());
        assertThat(report.get("alarms").findValuesAsText("watch")).contains("features", "performance");
        assertThat(page).content().contains("<h3>Performance</h3>", "roc_auc", "Drift in performance");

        assertThat(backtest(document, line).out())
                .as("the same history says the same")
                .isEqualTo(done.out());
        assertThat(backtest(document).out()).contains("with --labels FILE it is replayed as well");
    }

    private static JsonNode figure(JsonNode figures, String statistic) {
        for (JsonNode figure : figures) {
            if (figure.get("statistic").asText().equals(statistic)) {
                return figure;
            }
        }
        throw new AssertionError("no " + statistic + " in " + figures);
    }

    @Test
    void refusesLabelsItCannotUse() throws IOException {
        refused(
                "--labels goes with drift.performance, which pipeline cards does not have",
                "--file",
                payments.toString(),
                "--labels",
                payments.toString());
        Path document = labelled("refused");
        assertThat(backtest(document, "--labels", "nowhere.csv").err())
                .contains("--labels: there is no file nowhere.csv");
        TestingCli columns = backtest(document, "--labels", payments.toString());
        assertThat(columns.code()).isNotZero();
        assertThat(columns.err()).contains("no column 'fraud'", "the file has id, time, card, amount");
        assertThat(backtest(document, "--report", folder.toString()).err()).contains("is a directory; expected a file");
    }

    /** A month of the fraud example, fifteen inputs of two views, is too short for its reference of 37 and 14 days. */
    @Test
    void saysWhenTheReferenceIsNeverComplete() throws IOException {
        TestingHistory history = TestingHistory.generated(folder, 40, 20);
        Path file = history.file(folder, "april.csv", 0, history.size());
        Path fraud = TestingPipelines.repository().resolve("examples/fraud");

        TestingCli done = TestingCli.run(
                "drift", "backtest", fraud.resolve("pipeline.yaml").toString(), "--file", file.toString());
        assertThat(done.code()).as(done.err()).isZero();
        assertThat(done.out())
                .contains(
                        "its reference was never complete",
                        "windows were over: 0 judged, 0 of them with drift; ",
                        "Nothing would have been raised.");

        Path shorter = folder.resolve("shorter");
        Files.createDirectories(shorter.resolve("model"));
        Files.copy(fraud.resolve("model/fraud.onnx"), shorter.resolve("model/fraud.onnx"));
        Path document = Files.writeString(
                shorter.resolve("pipeline.yaml"),
                TestingPipelines.fraudText()
                        .replace("{first: 14d, after: 37d}", "{first: 5d, after: 3d}")
                        .replace("lateness: 2d ", "min_samples: 20 "));
        TestingCli judged =
                TestingCli.run("drift", "backtest", document.toString(), "--file", file.toString(), "--output", "json");
        assertThat(judged.code()).as(judged.err()).isZero();
        JsonNode report = new ObjectMapper().readTree(judged.out());
        assertThat(report.get("predictions").asInt()).isEqualTo(history.size());
        assertThat(report.get("windows").asInt()).isBetween(8, 12);
        assertThat(report.get("models").get(0).get("referenceFrom").asText()).isEqualTo("2018-04-04T00:00:00Z");
    }

    @Test
    void refusesWhatItCannotDo() {
        refused("expected --file");
        refused("and not both", "--file", payments.toString(), "--from-topic");
        refused("there is no file nowhere.csv", "--file", "nowhere.csv");
        refused("go with --file", "--from-topic", "--threads", "2");
        refused("--from is 'May'", "--file", payments.toString(), "--from", "May");
        refused(
                "expected a moment after --from",
                "--file",
                payments.toString(),
                "--from",
                "2026-05-02T00:00:00Z",
                "--to",
                "2026-05-01T00:00:00Z");
        refused("'May' is no change", "--file", payments.toString(), "--changes", "May");
        refused("--reset-every is 0", "--file", payments.toString(), "--reset-every", "0");
        refused("did you mean 'payments'", "--file", payments.toString(), "--input", "paymets=" + payments);
    }

    private static void refused(String why, String... more) {
        TestingCli done = backtest(more);
        assertThat(done.code()).isEqualTo(ExitCode.WRONG_CONFIGURATION);
        assertThat(done.err()).contains(why);
        assertThat(done.out()).isEmpty();
    }
}
