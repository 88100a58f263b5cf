package io.streamgauge.drift.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.drift.definition.DriftSection;
import io.streamgauge.drift.profile.OffsetRanges.Partition;
import io.streamgauge.drift.profile.WindowSummary;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.YamlDocument;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * Three months of the fraud handbook's own features, where they stand beside the checkout: 872,795 transactions of a simulation
 * that does not drift, of 4,990 customers, so that rows of one day are far from independent.
 */
class HandbookTest {

    private static final String FOLDER = "shared/data/fraud-handbook";
    private static final Partition SOURCE = new Partition("transactions", 0);

    @Test
    void aStreamThatDoesNotDriftIsLeftAlone() throws IOException {
        Path folder = find();
        Assumptions.assumeTrue(folder != null, () -> "no " + FOLDER + " beside the checkout");
        Problems problems = new Problems();
        DriftDefinition definition =
                DriftSection.read(YamlDocument.parse("test", "reference: {first: 14d, after: 37d}"), problems);
        problems.throwIfAny();
        List<String> names = new ArrayList<>();
        Map<Long, WindowSummary> windows = new TreeMap<>();
        for (String month : List.of("2018-04", "2018-05", "2018-06")) {
            read(Objects.requireNonNull(folder), month, definition, names, windows);
        }

        DriftDetector detector = new DriftDetector("fraud", new ModelKey("fraud", "1", ""), names, definition);
        DetectorState state = null;
        List<AlertChange> changes = new ArrayList<>();
        int judged = 0;
        for (Map.Entry<Long, WindowSummary> window : windows.entrySet()) {
            DriftDetector.Outcome outcome = detector.next(state, window.getKey(), window.getValue());
            state = outcome.state();
            changes.addAll(outcome.changes());
            judged += outcome.verdict() == null ? 0 : 1;
        }
        assertThat(judged).isEqualTo(40);
        assertThat(changes).isEmpty();
    }

    private static void read(
            Path folder, String month, DriftDefinition definition, List<String> names, Map<Long, WindowSummary> windows)
            throws IOException {
        try (BufferedReader raw = open(folder.resolve("raw-" + month + ".csv.gz"));
                BufferedReader features = open(folder.resolve("features-" + month + ".csv.gz"))) {
            List<String> header = List.of(features.readLine().split(",", -1));
            int time = List.of(raw.readLine().split(",", -1)).indexOf("TX_DATETIME");
            if (names.isEmpty()) {
                names.addAll(header.subList(1, header.size()));
            }
            String line = features.readLine();
            while (line != null) {
                String[] cells = line.split(",", -1);
                double[] values = new double[names.size()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = Double.parseDouble(cells[i + 1]);
                }
                String at = raw.readLine().split(",", -1)[time].replace(' ', 'T');
                long startMs = definition.windowStartMs(
                        LocalDateTime.parse(at).toInstant(ZoneOffset.UTC).toEpochMilli());
                windows.computeIfAbsent(startMs, s -> new WindowSummary(names.size(), DriftDetector.WINDOW_ROWS))
                        .add(startMs, SOURCE, Long.parseLong(cells[0]), values);
                line = features.readLine();
            }
        }
    }

    private static BufferedReader open(Path file) throws IOException {
        return new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8));
    }

    private static @Nullable Path find() {
        for (Path dir = Path.of("").toAbsolutePath(); dir != null; dir = dir.getParent()) {
            if (Files.isDirectory(dir.resolve(FOLDER))) {
                return dir.resolve(FOLDER);
            }
        }
        return null;
    }
}
