package io.streamgauge.drift;

import static io.streamgauge.drift.TestingRows.DAY_MS;
import static io.streamgauge.drift.TestingRows.FEATURES;
import static io.streamgauge.drift.TestingRows.PARTITIONS;
import static io.streamgauge.drift.TestingRows.START_MS;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.drift.TestingLateRows.Fate;
import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.drift.definition.DriftSection;
import io.streamgauge.drift.policy.WindowVerdict;
import io.streamgauge.drift.profile.Profile;
import io.streamgauge.drift.profile.RowSample;
import io.streamgauge.drift.state.ProfileFile;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.YamlDocument;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A corrected verdict is the one of a job that had waited so long: {@code lateness} and {@code corrections} together. */
class CorrectionsTest {

    private static final long HOUR_MS = 3_600_000;
    private static final int REFERENCE_DAYS = 8;
    private static final int DAYS = 20;
    private static final List<String> INPUTS = FEATURES.subList(0, FEATURES.size() - 1);

    private static DriftDefinition definition(String drift) {
        Problems problems = new Problems();
        DriftDefinition definition = DriftSection.read(YamlDocument.parse("test", drift), problems);
        problems.throwIfAny();
        return definition;
    }

    /** Days of rows, a tenth of them up to four days late, and one in each partition by which all is over. */
    private static List<TestingRows.Row> rows(long seed) {
        List<TestingRows.Row> rows = new ArrayList<>(TestingLateRows.delayed(
                new TestingRows(seed, 300, 14).days(DAYS), seed, START_MS + REFERENCE_DAYS * DAY_MS, 0.1, 4 * DAY_MS));
        for (int partition = 0; partition < PARTITIONS; partition++) {
            rows.add(new TestingRows.Row(
                    START_MS + (DAYS + 10) * DAY_MS, partition, 1_000_000, Collections.nCopies(FEATURES.size(), 1.0)));
        }
        return rows;
    }

    private static DriftReplay replay(DriftDefinition definition, List<TestingRows.Row> rows, List<WindowVerdict> out) {
        DriftReplay replay = new DriftReplay(
                new DriftReplay.Watched("fraud", definition, INPUTS, List.of(), List.of(), model -> profile()),
                TestingRows.FILLED,
                Long.MIN_VALUE,
                Long.MAX_VALUE,
                window -> {
                    if (window.verdict() != null) {
                        out.add(window.verdict());
                    }
                });
        for (TestingRows.Row row : rows) {
            ScoredRow scored = new ScoredRow();
            scored.model = ModelKeys.join("fraud", "1", "ab");
            scored.eventTimeMs = row.eventTimeMs();
            scored.sourceTopic = "transactions";
            scored.sourcePartition = row.partition();
            scored.sourceOffset = row.offset();
            scored.rank = RowSample.rank(scored.sourcePartition, scored.sourceOffset);
            scored.feedPartition = row.partition();
            scored.values = row.array();
            replay.add(scored);
        }
        replay.end();
        return replay;
    }

    private static byte[] profile() {
        Profile profile = new Profile(
                FEATURES.stream().map(name -> new Profile.Field(name, false)).toList());
        new TestingRows(7, 300, 100).days(7).forEach(row -> profile.add(row.eventTimeMs(), row.array(), new String[0]));
        return new ProfileFile(new ProfileFile.Origin("fraud", "fraud", "1", "", "training.csv", ""), profile).bytes();
    }

    /** What holds of each window: its greatest revision. */
    private static Map<Long, WindowVerdict> holding(List<WindowVerdict> verdicts) {
        Map<Long, WindowVerdict> holding = new TreeMap<>();
        for (WindowVerdict verdict : verdicts) {
            WindowVerdict before = holding.put(verdict.startMs(), verdict);
            assertThat(verdict.revision()).isEqualTo(before == null ? 0 : before.revision() + 1);
        }
        return holding;
    }

    private static String said(WindowVerdict verdict) {
        return verdict.startMs() + " " + verdict.endMs() + " " + verdict.referenceId() + " "
                + verdict.offsets().asMap() + " " + verdict.features();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "1 | reference: {first: 8d}",
                "2 | reference: {first: 8d}, watch: [inputs, score, volume], segments: [weekend],"
                        + " statistics: {numeric: [ks, missing]}",
                "3 | reference: {first: 8d}, every: 12h",
                "4 | reference: {events: 2000}",
                "5 | reference: {file: p.json, after: 8d}, every: 6h",
                "6 | reference: {seasonal: 7d, zone: Europe/Berlin, after: 1d}, window: 6h, min_samples: 20"
            })
    void isTheVerdictOfAJobThatHadWaited(long seed, String drift) {
        List<TestingRows.Row> rows = rows(seed);
        List<WindowVerdict> first = new ArrayList<>();
        List<WindowVerdict> corrected = new ArrayList<>();
        List<WindowVerdict> waited = new ArrayList<>();
        replay(definition("{" + drift + ", lateness: 6h}"), rows, first);
        DriftReplay replay = replay(definition("{" + drift + ", lateness: 6h, corrections: 3d}"), rows, corrected);
        replay(definition("{" + drift + ", lateness: 78h}"), rows, waited);

        Map<Long, WindowVerdict> holding = holding(corrected);
        assertThat(holding.values().stream().map(CorrectionsTest::said))
                .containsExactlyElementsOf(
                        waited.stream().map(CorrectionsTest::said).toList());
        assertThat(corrected.stream().filter(verdict -> verdict.revision() == 0).map(CorrectionsTest::said))
                .as("first verdicts are those of before")
                .containsExactlyElementsOf(
                        first.stream().map(CorrectionsTest::said).toList());

        DriftDefinition definition = definition("{" + drift + "}");
        List<Fate> fates = TestingLateRows.fates(rows, 6 * HOUR_MS, 3 * DAY_MS);
        for (WindowVerdict verdict : holding.values()) {
            long late = 0;
            for (int i = 0; i < rows.size(); i++) {
                long timeMs = rows.get(i).eventTimeMs();
                late += fates.get(i) == Fate.LATE && timeMs >= verdict.startMs() && timeMs < verdict.endMs() ? 1 : 0;
            }
            assertThat(verdict.endMs() - verdict.startMs())
                    .isEqualTo(definition.window().toMillis());
            assertThat(verdict.lateRows()).isEqualTo(late);
            assertThat(verdict.revision()).isEqualTo(late > 0 ? 1 : 0);
        }
        assertThat(holding.values()).anyMatch(verdict -> verdict.revision() == 1);
        assertThat(replay.correcting()).isEqualTo(Collections.frequency(fates, Fate.LATE));
        assertThat(replay.late())
                .isEqualTo(Collections.frequency(fates, Fate.TOO_LATE))
                .isPositive();
    }
}
