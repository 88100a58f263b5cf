package io.streamgauge.drift.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.drift.definition.DriftSection;
import io.streamgauge.drift.definition.WatchedColumn;
import io.streamgauge.drift.profile.CategoryCode;
import io.streamgauge.drift.profile.OffsetRanges.Partition;
import io.streamgauge.drift.profile.Reference;
import io.streamgauge.drift.profile.RowSample;
import io.streamgauge.drift.profile.SegmentReference;
import io.streamgauge.drift.profile.WindowSummary;
import io.streamgauge.drift.state.DetectorCodec;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.YamlDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Texts, segments and volume through the whole detector, its state through its bytes after each window. */
class WatchedThingsTest {

    private static final long DAY_MS = 86_400_000L;
    private static final Partition SOURCE = new Partition("transactions", 0);
    private static final List<String> COUNTRIES = List.of("DE", "DE", "DE", "FR", "FR", "IT");

    /** What happens on the last day. */
    private enum Change {
        NONE,
        NEW_COUNTRY,
        AMOUNTS_OF_ITALY,
        FEW_ROWS,
        MISSING_AMOUNTS
    }

    private record Run(List<WindowVerdict> verdicts, Reference reference) {}

    private static Run run(String drift, Change change) {
        Problems problems = new Problems();
        DriftDefinition definition = DriftSection.read(YamlDocument.parse("test", drift), problems);
        problems.throwIfAny();
        List<WatchedColumn> columns =
                List.of(WatchedColumn.of("amount", false, definition), WatchedColumn.of("country", true, definition));
        DriftDetector detector = new DriftDetector("fraud", new ModelKey("m", "1", ""), definition, columns);
        DetectorCodec codec = new DetectorCodec(List.of("amount", "country"));
        Random random = new Random(20261122);
        List<WindowVerdict> verdicts = new ArrayList<>();
        DetectorState state = null;
        for (int day = 0; day < 12; day++) {
            Change today = day == 11 ? change : Change.NONE;
            DriftDetector.Outcome outcome = detector.next(state, day * DAY_MS, window(random, day, today));
            byte[] bytes = codec.encode(outcome.state());
            state = codec.decode(bytes);
            assertThat(codec.encode(state)).isEqualTo(bytes);
            if (outcome.verdict() != null) {
                verdicts.add(outcome.verdict());
            }
        }
        return new Run(verdicts, ((DetectorState.Watching) Objects.requireNonNull(state)).reference());
    }

    private static WindowSummary window(Random random, int day, Change change) {
        WindowSummary window = new WindowSummary(2, DriftDetector.WINDOW_ROWS);
        int rows = change == Change.FEW_ROWS ? 50 : 1200 + random.nextInt(60);
        for (int i = 0; i < rows; i++) {
            String country = COUNTRIES.get(random.nextInt(COUNTRIES.size()));
            double amount = random.nextGaussian();
            if (change == Change.NEW_COUNTRY && random.nextInt(4) == 0) {
                country = "ES";
            }
            if (change == Change.AMOUNTS_OF_ITALY && country.equals("IT")) {
                amount += 2;
            }
            if (change == Change.MISSING_AMOUNTS && random.nextInt(4) == 0) {
                amount = Double.NaN;
            }
            window.add(
                    day * DAY_MS,
                    SOURCE,
                    day * 10_000L + i,
                    RowSample.rank(0, day * 10_000L + i),
                    new double[] {amount, CategoryCode.of(country)},
                    new String[] {country});
        }
        return window;
    }

    private static List<String> drifted(Run run) {
        return run.verdicts().get(run.verdicts().size() - 1).evidence().stream()
                .map(verdict -> verdict.feature() + " " + verdict.statistic())
                .sorted()
                .toList();
    }

    @Test
    void aTextIsComparedByItsCategories() {
        String drift = "{reference: {first: 10d}, statistics: {categorical: [chi_squared, unseen]}}";
        assertThat(drifted(run(drift, Change.NONE))).isEmpty();
        assertThat(drifted(run(drift, Change.NEW_COUNTRY))).containsExactly("country chi_squared", "country unseen");
    }

    @Test
    void missingValuesAreTheirOwnStatistic() {
        String drift = "{reference: {first: 10d}, statistics: {numeric: [ks, missing]}}";
        assertThat(drifted(run(drift, Change.MISSING_AMOUNTS))).containsExactly("amount missing");
    }

    /** Of all rows a sixth is of Italy: their amounts are seen to move for certain only where they are looked at apart. */
    @Test
    void segmentsAreWatchedApartAndSay() {
        String drift =
                "{reference: {first: 10d}, statistics: {numeric: [welch]}, segments: [country], effect: {welch: 0.5}}";
        Run quiet = run(drift, Change.NONE);
        assertThat(quiet.reference().segments())
                .extracting(SegmentReference::name)
                .containsExactly("country=DE", "country=FR", "country=IT");
        assertThat(drifted(quiet)).isEmpty();
        assertThat(drifted(run(drift, Change.AMOUNTS_OF_ITALY))).containsExactly("amount[country=IT] welch");
    }

    @Test
    void rowsOfValuesTooRareToBeToldApartArePooled() {
        Run run = run("{reference: {first: 10d}, segments: [amount]}", Change.NONE);
        assertThat(run.reference().segments())
                .extracting(SegmentReference::name)
                .containsExactly("amount=other");
    }

    @Test
    void aWindowOfFewRowsIsJudgedByTheirNumberIfThatIsWatched() {
        assertThat(run("reference: {first: 10d}", Change.FEW_ROWS).verdicts()).hasSize(1);
        String watched = "{reference: {first: 10d}, watch: [inputs, volume]}";
        assertThat(drifted(run(watched, Change.NONE))).isEmpty();
        Run few = run(watched, Change.FEW_ROWS);
        assertThat(few.verdicts()).hasSize(2);
        assertThat(drifted(few)).containsExactly("volume volume");
    }
}
