package io.streamgauge.app.report;

import io.streamgauge.schemas.AckStatus;
import io.streamgauge.schemas.AlertKind;
import io.streamgauge.schemas.AlertStatus;
import io.streamgauge.schemas.DriftAlert;
import io.streamgauge.schemas.DriftContributor;
import io.streamgauge.schemas.DriftEvidence;
import io.streamgauge.schemas.DriftGroup;
import io.streamgauge.schemas.DriftMetric;
import io.streamgauge.schemas.OffsetRange;
import io.streamgauge.schemas.ReferenceProfile;
import io.streamgauge.schemas.RetrainingAck;
import io.streamgauge.schemas.RetrainingEvent;
import io.streamgauge.schemas.Severity;
import io.streamgauge.schemas.SuggestedAction;
import io.streamgauge.schemas.Urgency;
import io.streamgauge.schemas.wire.TrustedPackages;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * A story in records: 30 windows of a day, of which amount drifts from the 20th on, in a feature whose name is markup as well; an alert, a
 * retraining event, figures expected and realised; and a second version of the model with nothing but volume.
 */
public final class TestingDrift {

    public static final Instant START = Instant.parse("2018-04-01T00:00:00Z");
    public static final String HOSTILE = "<script>alert(1)</script> & \"'";

    static final int DAYS = 30;
    static final int CHANGE = 20;

    static {
        TrustedPackages.addThatOf(DriftAlert.class);
    }

    private TestingDrift() {}

    static Instant day(int day) {
        return START.plus(Duration.ofDays(day));
    }

    /** Everything, in an order in which a job may have written it. */
    public static List<SpecificRecord> story() {
        Random random = new Random(7);
        List<SpecificRecord> records = new ArrayList<>();
        for (String feature : List.of("amount", HOSTILE, "customer.tx_count_1d", "score")) {
            records.add(profile(feature));
        }
        for (int day = 0; day < DAYS; day++) {
            boolean changed = day >= CHANGE;
            for (String feature : List.of("amount", HOSTILE)) {
                double psi = changed ? 0.3 + 0.1 * random.nextDouble() : 0.02 + 0.02 * random.nextDouble();
                records.add(metric("1", feature, "psi", day, psi, 0.1, changed));
            }
            records.add(metric("1", "customer.tx_count_1d", "ks", day, 0.04 + 0.02 * random.nextDouble(), 0.1, false));
            records.add(metric("1", "score", "adwin", day, day == CHANGE ? 1 : 0, 1, day == CHANGE));
            figures(records, day, random);
        }
        records.add(metric("2", "volume", "volume", DAYS, 0.1, 0.5, false));
        records.add(alert(AlertStatus.OPENED, Severity.WARNING, CHANGE));
        records.add(alert(AlertStatus.ESCALATED, Severity.CRITICAL, CHANGE + 1));
        records.add(retraining(CHANGE + 1));
        records.add(ack(AckStatus.DELIVERED, ""));
        records.add(ack(AckStatus.ACCEPTED, "<b>soon</b>"));
        records.add(operations());
        return records;
    }

    private static void figures(List<SpecificRecord> records, int day, Random random) {
        double auc = (day >= CHANGE ? 0.78 : 0.9) + 0.02 * random.nextDouble();
        double expected = 0.9 + 0.01 * random.nextDouble();
        records.add(figure(null, "expected_roc_auc", day, expected, null, 0, false));
        if (day < DAYS - 3) {
            records.add(figure(null, "roc_auc", day, auc - 0.05, expected, 0, true));
            records.add(figure(null, "roc_auc", day, auc, expected, 1, day >= CHANGE));
            records.add(figure(null, "labelled", day, 0.95, null, 1, false));
            records.add(figure("country", "demographic_parity", day, 0.05, null, 1, false));
            records.add(figure("country=<i>FR</i>", "positive_rate", day, 0.2, null, 1, false));
        }
    }

    static DriftMetric metric(
            String version,
            String feature,
            String statistic,
            int day,
            double value,
            double threshold,
            boolean drifted) {
        return DriftMetric.newBuilder()
                .setPipeline("fraud")
                .setModel("fraud")
                .setModelVersion(version)
                .setFeature(feature)
                .setStatistic(statistic)
                .setWindowStart(day(day))
                .setWindowEnd(day(day + 1))
                .setValue(value)
                .setThreshold(threshold)
                .setPValue(drifted ? 1e-12 : 0.4)
                .setAdjustedPValue(drifted ? 2e-12 : 0.6)
                .setDrifted(drifted)
                .setReferenceCount(14_000)
                .setWindowCount(1_000)
                .setWindowMissing(3)
                .build();
    }

    static DriftMetric figure(
            @Nullable String group,
            String statistic,
            int day,
            double value,
            @Nullable Double expected,
            int revision,
            boolean drifted) {
        boolean watched = statistic.equals("roc_auc");
        return DriftMetric.newBuilder(metric("1", "performance", statistic, day, value, 0.85, drifted))
                .setGroup(group)
                .setRevision(revision)
                .setPValue(watched ? 0.01 : 1)
                .setExpectedValue(expected)
                .setReferenceValue(watched ? 0.91 : null)
                .setStandardError(watched ? 0.01 : null)
                .setLower(watched ? value - 0.0196 : null)
                .setUpper(watched ? value + 0.0196 : null)
                .build();
    }

    static DriftAlert alert(AlertStatus status, Severity severity, int day) {
        return DriftAlert.newBuilder()
                .setAlertId("a1b2c3")
                .setPipeline("fraud")
                .setModel("fraud")
                .setModelVersion("1")
                .setStatus(status)
                .setSeverity(severity)
                .setOpenedAt(day(CHANGE + 1))
                .setWindowStart(day(day))
                .setWindowEnd(day(day + 1))
                .setMessage("Drift in " + HOSTILE + " (psi 0.310, threshold 0.100) and 1 more.")
                .setEvidence(evidence())
                .setGroups(List.of(new DriftGroup(List.of(HOSTILE, "amount"))))
                .setContributors(contributors())
                .build();
    }

    private static List<DriftEvidence> evidence() {
        return List.of(
                new DriftEvidence(HOSTILE, "psi", 0.39, 0.1, 2e-12, 14_000L, 1_000L),
                new DriftEvidence("amount", "psi", 0.31, 0.1, 2e-12, 14_000L, 1_000L));
    }

    private static List<DriftContributor> contributors() {
        List<Double> edges = List.of(3.2, 7.0, 12.5, 20.0, 33.0, 51.0, 80.0, 130.0, 412.5);
        List<Long> reference = List.of(820L, 819L, 819L, 819L, 820L, 819L, 819L, 819L, 819L, 819L);
        List<Long> window = List.of(20L, 31L, 50L, 60L, 88L, 99L, 120L, 170L, 180L, 182L);
        return List.of(
                new DriftContributor(HOSTILE, "psi", 3.9, edges, reference, window, 0L, 40L),
                new DriftContributor("amount", "psi", 3.1, edges, reference, window, 0L, 0L),
                new DriftContributor("country", "chi_squared", 1.2, List.of(), List.of(), List.of(), 0L, 0L));
    }

    static RetrainingEvent retraining(int day) {
        return RetrainingEvent.newBuilder()
                .setEventId("e5f6a7")
                .setPipeline("fraud")
                .setReason("Drift in at least 2 of the last 3 windows, now in " + HOSTILE + ".")
                .setAlertIds(List.of("a1b2c3"))
                .setModel("fraud")
                .setModelVersion("1")
                .setModelDigest("sha256:1")
                .setRaisedAt(day(day + 1))
                .setTrainFrom(day(day - 1))
                .setTrainTo(day(day + 1))
                .setRanges(List.of(new OffsetRange("transactions", 0, 10_000L, 20_000L)))
                .setEvidence(evidence())
                .setContractVersion(2)
                .setAction(SuggestedAction.FIX_DATA_SOURCE)
                .setActionReason("Values of " + HOSTILE + " are far outside the reference's range.")
                .setUrgency(Urgency.HIGH)
                .setReferenceId("r1")
                .setReferenceFrom(day(-14))
                .setReferenceTo(day(0))
                .setGroups(List.of())
                .setContributors(contributors())
                .build();
    }

    static RetrainingAck ack(AckStatus status, String note) {
        return RetrainingAck.newBuilder()
                .setEventId("e5f6a7")
                .setPipeline("fraud")
                .setStatus(status)
                .setAuthor("ann")
                .setAt(Instant.parse("2026-01-02T03:04:05Z"))
                .setNote(note)
                .build();
    }

    private static DriftAlert operations() {
        return DriftAlert.newBuilder()
                .setAlertId("o1")
                .setPipeline("fraud")
                .setModel("")
                .setModelVersion("")
                .setStatus(AlertStatus.OPENED)
                .setSeverity(Severity.WARNING)
                .setOpenedAt(Instant.parse("2026-01-01T00:00:00Z"))
                .setWindowStart(Instant.parse("2026-01-01T00:00:00Z"))
                .setWindowEnd(Instant.parse("2026-01-01T00:00:00Z"))
                .setMessage("The drift job restarted.")
                .setEvidence(List.of())
                .setKind(AlertKind.OPERATIONS)
                .build();
    }

    static ReferenceProfile profile(String feature) {
        return ReferenceProfile.newBuilder()
                .setPipeline("fraud")
                .setModel("fraud")
                .setModelVersion("1")
                .setFeature(feature)
                .setRangeStart(day(-14))
                .setRangeEnd(day(0))
                .setCount(14_000)
                .setMissing(2)
                .setMinimum(0.5)
                .setMaximum(4_120.0)
                .setMean(52.25)
                .setBinEdges(List.of(1.0))
                .setBinCounts(List.of(7_000L, 7_000L))
                .setSketch(ByteBuffer.allocate(0))
                .build();
    }
}
