package io.streamgauge.app.report;

import static io.streamgauge.app.report.TestingDrift.CHANGE;
import static io.streamgauge.app.report.TestingDrift.DAYS;
import static io.streamgauge.app.report.TestingDrift.day;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.app.cli.Json;
import io.streamgauge.app.report.DriftReport.Figure;
import io.streamgauge.app.report.DriftReport.FigureSeries;
import io.streamgauge.app.report.DriftReport.Model;
import io.streamgauge.app.report.DriftReport.Series;
import io.streamgauge.app.report.DriftReport.Verdict;
import io.streamgauge.schemas.AlertStatus;
import io.streamgauge.schemas.DriftAlert;
import io.streamgauge.schemas.DriftMetric;
import io.streamgauge.schemas.ReferenceProfile;
import io.streamgauge.schemas.RetrainingAck;
import io.streamgauge.schemas.RetrainingEvent;
import io.streamgauge.schemas.Severity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

class DriftReportTest {

    static DriftReport report(Period period, List<? extends SpecificRecord> records) {
        ReportBuilder builder = new ReportBuilder("fraud", period);
        for (SpecificRecord record : records) {
            if (record instanceof DriftMetric metric) {
                builder.add(metric);
            } else if (record instanceof DriftAlert alert) {
                builder.add(alert);
            } else if (record instanceof RetrainingEvent event) {
                builder.add(event);
            } else if (record instanceof RetrainingAck ack) {
                builder.add(ack);
            } else {
                builder.add((ReferenceProfile) record);
            }
        }
        return builder.build();
    }

    private static Model first(DriftReport report) {
        return report.models().get(0);
    }

    @Test
    void countsWindowsAlertsAndEventsOfEachVersion() {
        DriftReport report = report(Period.ALL, TestingDrift.story());

        assertThat(report.models()).extracting(Model::modelVersion).containsExactly("1", "2");
        DriftReport.Summary summary = first(report).summary();
        assertThat(summary.windows()).isEqualTo(DAYS);
        assertThat(summary.driftedWindows()).isEqualTo(DAYS - CHANGE);
        assertThat(summary.performanceWindows()).isEqualTo(DAYS - 3);
        assertThat(summary.performanceDriftedWindows()).isEqualTo(DAYS - 3 - CHANGE);
        assertThat(summary.alerts()).isEqualTo(1);
        assertThat(summary.openAlerts()).isEqualTo(1);
        assertThat(summary.retrainingEvents()).isEqualTo(1);
        assertThat(summary.firstWindow()).isEqualTo(day(0));
        assertThat(summary.lastWindow()).isEqualTo(day(DAYS));
        assertThat(report.operations()).extracting(DriftReport.Alert::alertId).containsExactly("o1");
    }

    /** The share of predictions with an outcome is told of windows that have none, and gaps between decisions need no outcome. */
    @Test
    void windowsWithoutOutcomesAreNoneOfPerformance() {
        DriftReport report = report(
                Period.ALL,
                List.of(
                        TestingDrift.figure(null, "roc_auc", 0, 0.9, null, 0, false),
                        TestingDrift.figure(null, "labelled", 0, 0.95, null, 0, false),
                        DriftMetric.newBuilder(TestingDrift.figure(null, "labelled", 1, 0, null, 0, false))
                                .setWindowCount(0)
                                .build(),
                        TestingDrift.figure("country", "demographic_parity", 2, 0.4, null, 0, true),
                        TestingDrift.figure(null, "expected_roc_auc", 3, 0.9, null, 0, false)));
        DriftReport.Summary summary = first(report).summary();
        assertThat(summary.performanceWindows()).isEqualTo(1);
        assertThat(summary.performanceDriftedWindows()).isZero();
    }

    @Test
    void lastAcknowledgementStands() {
        DriftReport.Retraining event = first(report(Period.ALL, TestingDrift.story()))
                .retrainingEvents()
                .get(0);

        assertThat(Objects.requireNonNull(event.acknowledgement()).status()).isEqualTo("ACCEPTED");
        assertThat(event.action()).isEqualTo("FIX_DATA_SOURCE");
    }

    @Test
    void greatestRevisionOfAFigureHoldsAndIsBesideWhatWasExpected() {
        Model model = first(report(Period.ALL, TestingDrift.story()));

        FigureSeries auc = model.performance().stream()
                .filter(series -> series.statistic().equals("roc_auc"))
                .findFirst()
                .orElseThrow();
        assertThat(auc.windows()).hasSize(DAYS);
        assertThat(auc.windows())
                .filteredOn(figure -> figure.realised() == null)
                .hasSize(3);
        assertThat(auc.windows())
                .allSatisfy(figure -> assertThat(figure.expected()).isBetween(0.9, 0.91));
        assertThat(auc.windows().get(0).revision()).isEqualTo(1);
        assertThat(auc.windows().get(0).realised()).isBetween(0.9, 0.92);
        assertThat(auc.driftedWindows()).isEqualTo(DAYS - 3 - CHANGE);
        assertThat(model.performance()).extracting(FigureSeries::statistic).doesNotContain("expected_roc_auc");
    }

    /** Records of one key keep their order; between keys the order in which partitions are read is anybody's. */
    @Test
    void orderOfPartitionsDoesNotMatter() {
        List<SpecificRecord> story = TestingDrift.story();
        DriftReport expected = report(Period.ALL, story);
        List<SpecificRecord> metrics = new ArrayList<>(
                story.stream().filter(DriftMetric.class::isInstance).toList());
        List<SpecificRecord> others = story.stream()
                .filter(record -> !(record instanceof DriftMetric))
                .toList();
        for (long seed = 1; seed <= 5; seed++) {
            Collections.shuffle(metrics, new Random(seed));
            List<SpecificRecord> shuffled = new ArrayList<>(others);
            shuffled.addAll(metrics);

            DriftReport report = report(Period.ALL, shuffled);

            assertThat(Json.write(report)).as("seed %d", seed).isEqualTo(Json.write(expected));
            assertThat(ReportPage.of(report)).as("seed %d", seed).isEqualTo(ReportPage.of(expected));
        }
    }

    @Test
    void whatIsWrittenTwiceCountsOnce() {
        List<SpecificRecord> twice = new ArrayList<>(TestingDrift.story());
        twice.addAll(TestingDrift.story());

        assertThat(Json.write(report(Period.ALL, twice)))
                .isEqualTo(Json.write(report(Period.ALL, TestingDrift.story())));
    }

    @Test
    void periodLeavesOutWhatIsNotInIt() {
        DriftReport before = report(new Period(null, day(CHANGE)), TestingDrift.story());
        assertThat(first(before).summary().windows()).isEqualTo(CHANGE);
        assertThat(first(before).alerts()).isEmpty();
        assertThat(first(before).retrainingEvents()).isEmpty();

        DriftReport opened = report(new Period(day(3), day(CHANGE + 1)), TestingDrift.story());
        assertThat(first(opened).summary().windows()).isEqualTo(CHANGE - 2);
        assertThat(first(opened).alerts()).extracting(DriftReport.Alert::status).containsExactly("OPENED");
        assertThat(first(opened).retrainingEvents()).isEmpty();

        DriftReport after = report(new Period(day(DAYS - 2), null), TestingDrift.story());
        assertThat(first(after).summary().windows()).isEqualTo(2);
        assertThat(first(after).alerts()).as("opened before, still open").hasSize(1);
        assertThat(first(after).retrainingEvents()).isEmpty();

        List<SpecificRecord> resolved = new ArrayList<>(TestingDrift.story());
        resolved.add(TestingDrift.alert(AlertStatus.RESOLVED, Severity.CRITICAL, CHANGE + 4));
        assertThat(first(report(new Period(day(DAYS - 2), null), resolved)).alerts())
                .as("resolved before")
                .isEmpty();
        assertThat(first(report(Period.ALL, resolved)).summary().openAlerts()).isZero();
    }

    @Test
    void numbersThatAreNoneAreNull() {
        List<DriftMetric> records = List.of(
                TestingDrift.metric("1", "amount", "psi", 0, Double.NaN, Double.POSITIVE_INFINITY, false),
                TestingDrift.metric("1", "amount", "psi", 1, 0.05, 0, false));

        DriftReport report = report(Period.ALL, records);

        Series series = first(report).features().get(0);
        assertThat(series.greatestExcess()).isNull();
        assertThat(series.verdicts().get(0).value()).isNull();
        assertThat(series.verdicts().get(0).threshold()).isNull();
        assertThat(Json.write(report)).doesNotContain("NaN").doesNotContain("Infinity");
        assertThat(ReportPage.of(report)).doesNotContain("NaN").doesNotContain("Infinity");
    }

    @Test
    void thinnedTimelinesKeepWhatDrifted() {
        List<Verdict> many = IntStream.range(0, 3 * Thinned.MOST)
                .mapToObj(day -> Converted.verdict(
                        TestingDrift.metric("1", "amount", "psi", day, day == 7 ? 0.2 : 0.3, 0.1, day == 7)))
                .toList();

        List<Verdict> thinned = Thinned.of(many);

        assertThat(thinned).hasSize(Thinned.MOST);
        assertThat(thinned.get(2).drifted()).isTrue();
        assertThat(thinned.get(2).start()).isEqualTo(day(6));
        assertThat(thinned.get(2).end()).isEqualTo(day(9));
        assertThat(thinned).filteredOn(Verdict::drifted).hasSize(1);
        assertThat(Thinned.of(many.subList(0, 10))).isEqualTo(many.subList(0, 10));
    }

    @Test
    void figuresKeepOneOfTwoOfTheSameWindow() {
        DriftMetric second = TestingDrift.figure(null, "roc_auc", 0, 0.8, 0.9, 1, false);
        DriftMetric first = TestingDrift.figure(null, "roc_auc", 0, 0.7, 0.9, 0, false);

        List<Figure> figures = first(report(Period.ALL, List.of(second, first)))
                .performance()
                .get(0)
                .windows();

        assertThat(figures)
                .singleElement()
                .satisfies(figure -> assertThat(figure.realised()).isEqualTo(0.8));
    }

    @Test
    void aCorrectedVerdictStandsOnceInPlaceOfTheFirst() {
        DriftMetric first = TestingDrift.metric("1", "amount", "psi", 0, 0.05, 0.1, false);
        DriftMetric corrected = DriftMetric.newBuilder(TestingDrift.metric("1", "amount", "psi", 0, 0.3, 0.1, true))
                .setRevision(1)
                .setLateRows(40)
                .build();

        for (List<DriftMetric> records : List.of(List.of(first, corrected), List.of(corrected, first))) {
            DriftReport report = report(Period.ALL, records);
            Series series = first(report).features().get(0);
            assertThat(series.verdicts()).singleElement().satisfies(verdict -> {
                assertThat(verdict.value()).isEqualTo(0.3);
                assertThat(verdict.revision()).isEqualTo(1);
                assertThat(verdict.lateRows()).isEqualTo(40);
            });
            assertThat(series.driftedWindows()).isEqualTo(1);
            assertThat(first(report).summary().windows()).isEqualTo(1);
            assertThat(ReportPage.of(report)).contains("1 window judged once more with predictions that came late");
        }
        assertThat(ReportPage.of(report(Period.ALL, List.of(first)))).doesNotContain("once more");
    }

    private static DriftMetric metric(String feature, String reference, int revision, double value) {
        return DriftMetric.newBuilder(TestingDrift.metric("1", feature, "psi", 0, value, 0.1, false))
                .setReferenceId(reference)
                .setRevision(revision)
                .build();
    }

    /** In whatever order the partitions of the topic are read. */
    @Test
    void aCorrectionHoldsForItsWholeWindow() {
        List<DriftMetric> published = List.of(
                metric("amount[country=DE]", "r1", 0, 0.3),
                metric("amount", "r1", 1, 0.2),
                metric("score", "r2", 0, 0.1));
        for (List<DriftMetric> records :
                List.of(published, List.of(published.get(1), published.get(2), published.get(0)))) {
            assertThat(first(report(Period.ALL, records)).features())
                    .extracting(Series::feature)
                    .containsExactly("amount", "score");
        }
    }

    @Test
    void aVerdictAgainstAnotherReferenceBeginsAtItsOwnFirstRevision() {
        List<DriftMetric> records = List.of(metric("amount", "r1", 1, 0.2), metric("amount", "r2", 0, 0.4));

        assertThat(first(report(Period.ALL, records)).features().get(0).verdicts())
                .singleElement()
                .satisfies(verdict -> assertThat(verdict.value()).isEqualTo(0.4));
    }
}
