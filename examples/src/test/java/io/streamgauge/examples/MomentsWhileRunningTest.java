package io.streamgauge.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.streamgauge.app.cli.Cli;
import io.streamgauge.app.config.PipelineFile;
import io.streamgauge.app.replay.FileReplay;
import io.streamgauge.app.replay.Pace;
import io.streamgauge.app.run.PipelineRuntime;
import io.streamgauge.app.run.RuntimeOptions;
import io.streamgauge.store.backfill.training.Table;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random customers, of every fourth, and terminals of the handbook at random moments, three ways: asked over HTTP of a run that is in the middle
 * of the stream, days after the moment and within its retention; joined by {@code training-set} from files; and by looking at
 * every transaction. All three agree to the last bit.
 */
class MomentsWhileRunningTest {

    private static final Path DATA = Repository.sharedData().resolve("fraud-handbook");
    private static final DateTimeFormatter WRITTEN = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    private static final Instant START = Instant.parse("2018-04-01T00:00:00Z");
    private static final long DAY_MS = 86_400_000;
    private static final int EVERY_NTH_CUSTOMER = 4;
    private static final int[] DAYS = {1, 7, 30};
    private static final int RETENTION_DAYS = 20;
    private static final int DAYS_AT_ONCE = 6;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final long PAUSE_NANOS = 50_000_000;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient client = HttpClient.newHttpClient();

    /** One transaction. */
    private record Paid(String line, long atMs, String customer, String terminal, double amount, boolean fraud) {}

    /** What is asked, and how many days of the stream are in when it is. */
    private record Pair(String customer, String terminal, long atMs, int askedAfterDays) {

        String line() {
            return customer + "," + terminal + "," + Instant.ofEpochMilli(atMs);
        }
    }

    @Test
    @Tag("slow")
    void tenThousandPairs() throws Exception {
        check(10_000, List.of("2018-04", "2018-05", "2018-06"), 3);
    }

    private void check(int pairs, List<String> months, long seed) throws Exception {
        Assumptions.assumeTrue(Files.isDirectory(DATA), "the handbook's files are not at " + DATA);
        System.out.println("seed " + seed);
        List<Paid> paid = new ArrayList<>();
        for (String month : months) {
            read(DATA.resolve("raw-" + month + ".csv.gz"), paid);
        }
        List<Pair> asked = pairs(pairs, paid, new Random(seed));

        List<Map<String, @Nullable String>> looked = brute(asked, paid);
        List<Map<String, @Nullable String>> joined = joined(asked, file("all.csv", paid));
        List<Map<String, @Nullable String>> served = served(asked, paid);

        for (int i = 0; i < pairs; i++) {
            assertThat(joined.get(i)).as("training-set: %s", asked.get(i)).isEqualTo(looked.get(i));
            assertThat(served.get(i)).as("HTTP: %s", asked.get(i)).isEqualTo(looked.get(i));
        }
        assertThat(looked.stream().distinct().count())
                .as("they are not all alike")
                .isGreaterThan(pairs / 2);
    }

    private static List<Pair> pairs(int count, List<Paid> paid, Random random) {
        int days = 1 + day(paid.get(paid.size() - 1).atMs());
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int askedAfter = Math.min(days, DAYS_AT_ONCE * (1 + random.nextInt((days - 1) / DAYS_AT_ONCE + 1)));
            // Ten minutes late is not too late; before that the moment is not over.
            long latestMs = START.toEpochMilli()
                    + askedAfter * DAY_MS
                    - Duration.ofHours(1).toMillis();
            long backMs = (long) (random.nextDouble()
                    * (RETENTION_DAYS * DAY_MS - 2 * Duration.ofHours(1).toMillis()));
            pairs.add(new Pair(
                    paid.get(random.nextInt(paid.size())).customer(),
                    paid.get(random.nextInt(paid.size())).terminal(),
                    (latestMs - backMs) / 1_000 * 1_000, // whole seconds, as events have them
                    askedAfter));
        }
        return pairs;
    }

    private static int day(long atMs) {
        return (int) Math.floorDiv(atMs - START.toEpochMilli(), DAY_MS);
    }

    private static List<Map<String, @Nullable String>> brute(List<Pair> asked, List<Paid> paid) {
        Map<String, List<Paid>> customers = paid.stream().collect(Collectors.groupingBy(Paid::customer));
        Map<String, List<Paid>> terminals = paid.stream().collect(Collectors.groupingBy(Paid::terminal));
        List<Map<String, @Nullable String>> rows = new ArrayList<>();
        for (Pair pair : asked) {
            Map<String, @Nullable String> row = new TreeMap<>();
            for (int days : DAYS) {
                List<Paid> spent = in(customers.getOrDefault(pair.customer(), List.of()), pair.atMs(), days);
                List<Paid> seen =
                        in(terminals.getOrDefault(pair.terminal(), List.of()), pair.atMs() - 7 * DAY_MS, days);
                row.put("customer.tx_count_" + days + "d", spent.size() + ".0");
                row.put("customer.amount_mean_" + days + "d", mean(spent));
                row.put("terminal.tx_count_" + days + "d", seen.size() + ".0");
                row.put(
                        "terminal.risk_" + days + "d",
                        seen.isEmpty()
                                ? "0.0"
                                : Double.toString((double) seen.stream()
                                                .filter(Paid::fraud)
                                                .count()
                                        / seen.size()));
            }
            rows.add(row);
        }
        return rows;
    }

    private static List<Paid> in(List<Paid> all, long t, int days) {
        return all.stream()
                .filter(paid -> paid.atMs() > t - days * DAY_MS && paid.atMs() <= t)
                .toList();
    }

    private static @Nullable String mean(List<Paid> paid) {
        return paid.isEmpty()
                ? null
                : Double.toString(paid.stream()
                                .map(one -> new BigDecimal(one.amount()))
                                .reduce(BigDecimal.ZERO, BigDecimal::add)
                                .doubleValue()
                        / paid.size());
    }

    private List<Map<String, @Nullable String>> joined(List<Pair> asked, Path file) throws IOException {
        List<String> lines = new ArrayList<>(List.of("customer_id,terminal_id,event_timestamp"));
        asked.forEach(pair -> lines.add(pair.line()));
        Path labels = Files.write(directory.resolve("moments.csv"), lines);
        Path out = directory.resolve("moments.parquet");
        List<String> arguments = new ArrayList<>(List.of(
                "training-set",
                Repository.examples().resolve("fraud/pipeline.yaml").toString(),
                "--labels",
                labels.toString(),
                "--features",
                "customer.*,terminal.*",
                "--out",
                out.toString()));
        for (String source : List.of("transactions", "labels")) {
            arguments.addAll(List.of("--input", source + "=" + file));
        }
        StringWriter told = new StringWriter();
        PrintWriter writer = new PrintWriter(told);
        assertThat(Cli.create(writer, writer, Map.of()).execute(arguments.toArray(String[]::new)))
                .as("%s", told)
                .isZero();
        List<Map<String, @Nullable String>> rows = new ArrayList<>();
        try (Table table = Table.open(out)) {
            while (table.next()) {
                Map<String, @Nullable String> row = new TreeMap<>();
                for (int i = 0; i < table.columns().size(); i++) {
                    String column = table.columns().get(i).name();
                    if (column.contains(".")) {
                        row.put(column, table.cell(i));
                    }
                }
                rows.add(row);
            }
        }
        return rows;
    }

    private List<Map<String, @Nullable String>> served(List<Pair> asked, List<Paid> paid) throws Exception {
        Path folder = Files.createDirectories(directory.resolve("fraud/model"));
        Path example = Repository.examples().resolve("fraud");
        Files.copy(example.resolve("model/fraud.onnx"), folder.resolve("fraud.onnx"));
        Path document = Files.writeString(
                directory.resolve("fraud/pipeline.yaml"),
                Files.readString(example.resolve("pipeline.yaml")) + "\nruntime: {retention: " + RETENTION_DAYS
                        + "d}\n");
        RuntimeOptions options = RuntimeOptions.in(directory.resolve("data"))
                .anyPorts()
                .threads(OptionalInt.of(2))
                .drift(false)
                .build();
        Map<Pair, Map<String, @Nullable String>> answers = new HashMap<>();
        Map<Integer, List<Pair>> byDays =
                new TreeMap<>(asked.stream().collect(Collectors.groupingBy(Pair::askedAfterDays)));
        try (PipelineRuntime runtime = PipelineRuntime.start(PipelineFile.load(document), options)) {
            int from = 0;
            for (Map.Entry<Integer, List<Pair>> pause : byDays.entrySet()) {
                int end = from;
                while (end < paid.size() && day(paid.get(end).atMs()) < pause.getKey()) {
                    end++;
                }
                publish(runtime, paid.subList(from, end));
                await(runtime, end);
                for (Pair pair : pause.getValue()) {
                    answers.put(pair, ask(runtime, pair));
                }
                from = end;
            }
        }
        List<Map<String, @Nullable String>> rows = new ArrayList<>();
        asked.forEach(pair -> rows.add(answers.getOrDefault(pair, Map.of())));
        return rows;
    }

    private Path file(String name, List<Paid> paid) throws IOException {
        List<String> lines =
                new ArrayList<>(List.of("TRANSACTION_ID,TX_DATETIME,CUSTOMER_ID,TERMINAL_ID,TX_AMOUNT,TX_FRAUD"));
        paid.forEach(one -> lines.add(one.line()));
        return Files.write(directory.resolve(name), lines);
    }

    private void publish(PipelineRuntime runtime, List<Paid> paid) throws Exception {
        Path file = file("part.csv", paid);
        for (String source : List.of("labels", "transactions")) {
            new FileReplay(
                            runtime.cluster(),
                            "fraud",
                            runtime.pipeline().features().source(source))
                    .publish(file, Pace.unlimited(), Long.MAX_VALUE, progress -> {});
        }
    }

    /** Waits until so many are predicted: then their labels of a week before are in too. */
    private void await(PipelineRuntime runtime, int predictions) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (send(HttpRequest.newBuilder(uri(runtime, "/v1/status")).build())
                        .at("/counts/predictions")
                        .asLong()
                < predictions) {
            assertThat(System.nanoTime()).as("%s predictions", predictions).isLessThan(deadline);
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private Map<String, @Nullable String> ask(PipelineRuntime runtime, Pair pair) throws Exception {
        String body = """
                {"entities": [{"customer_id": "%s", "terminal_id": "%s"}], "at": "%s",
                 "features": ["customer.tx_count_1d", "customer.tx_count_7d", "customer.tx_count_30d",
                              "customer.amount_mean_1d", "customer.amount_mean_7d", "customer.amount_mean_30d",
                              "terminal.tx_count_1d", "terminal.tx_count_7d", "terminal.tx_count_30d",
                              "terminal.risk_1d", "terminal.risk_7d", "terminal.risk_30d"]}
                """.formatted(pair.customer(), pair.terminal(), Instant.ofEpochMilli(pair.atMs()));
        JsonNode answer = send(HttpRequest.newBuilder(uri(runtime, "/v1/features/fraud"))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
        Map<String, @Nullable String> row = new TreeMap<>();
        for (JsonNode feature : answer.at("/results/0/features")) {
            JsonNode value = feature.get("value");
            assertThat(feature.has("incomplete")).as("%s: %s", pair, feature).isFalse();
            row.put(feature.get("name").asText(), value.isNull() ? null : Double.toString(value.doubleValue()));
        }
        return row;
    }

    private static URI uri(PipelineRuntime runtime, String path) {
        return URI.create(runtime.endpoints().http().orElseThrow()).resolve(path);
    }

    private JsonNode send(HttpRequest request) throws Exception {
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as("%s", response.body()).isEqualTo(200);
        return json.readTree(response.body());
    }

    private static void read(Path file, List<Paid> paid) throws IOException {
        try (Table table = Table.open(file)) {
            Function<String, String> cell = column -> String.valueOf(table.cell(table.indexOf(column)));
            while (table.next()) {
                if (Integer.parseInt(cell.apply("CUSTOMER_ID")) % EVERY_NTH_CUSTOMER != 0) {
                    continue;
                }
                paid.add(new Paid(
                        String.join(
                                ",",
                                cell.apply("TRANSACTION_ID"),
                                cell.apply("TX_DATETIME"),
                                cell.apply("CUSTOMER_ID"),
                                cell.apply("TERMINAL_ID"),
                                cell.apply("TX_AMOUNT"),
                                cell.apply("TX_FRAUD")),
                        LocalDateTime.parse(cell.apply("TX_DATETIME"), WRITTEN)
                                .toInstant(ZoneOffset.UTC)
                                .toEpochMilli(),
                        cell.apply("CUSTOMER_ID"),
                        cell.apply("TERMINAL_ID"),
                        Double.parseDouble(cell.apply("TX_AMOUNT")),
                        cell.apply("TX_FRAUD").equals("1")));
            }
        }
        assertThat(paid).isSortedAccordingTo(Comparator.comparingLong(Paid::atMs));
    }
}
