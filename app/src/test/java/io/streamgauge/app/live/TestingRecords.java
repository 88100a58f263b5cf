package io.streamgauge.app.live;

import io.streamgauge.schemas.AlertStatus;
import io.streamgauge.schemas.DriftAlert;
import io.streamgauge.schemas.DriftEvidence;
import io.streamgauge.schemas.DriftMetric;
import io.streamgauge.schemas.OffsetRange;
import io.streamgauge.schemas.Prediction;
import io.streamgauge.schemas.ReferenceProfile;
import io.streamgauge.schemas.RetrainingEvent;
import io.streamgauge.schemas.ServedFeature;
import io.streamgauge.schemas.Severity;
import io.streamgauge.schemas.ValueStatus;
import io.streamgauge.schemas.wire.TrustedPackages;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Records as a pipeline writes them, for tests. */
public final class TestingRecords {

    public static final Instant START = Instant.parse("2018-04-01T00:00:00Z");

    static {
        TrustedPackages.addThatOf(DriftAlert.class);
    }

    private TestingRecords() {}

    public static Prediction prediction(String id, Instant time, @Nullable Double score, @Nullable String decision) {
        Prediction.Builder prediction = Prediction.newBuilder();
        if (score != null) {
            prediction.setScore(score);
        }
        if (decision != null) {
            prediction.setDecision(decision);
        }
        return prediction
                .setEventId(id)
                .setPipeline("fraud")
                .setEventTime(time)
                .setProcessedAt(Instant.parse("2026-01-01T00:00:00Z"))
                .setFeatures(List.of(
                        new ServedFeature("amount", 12.5, ValueStatus.PRESENT, null),
                        ServedFeature.newBuilder()
                                .setName("terminal.risk_1d")
                                .setStatus(ValueStatus.NOT_FOUND)
                                .build()))
                .setModel("fraud")
                .setModelVersion("1")
                .setModelDigest("d1")
                .setDefinitionHash("h1")
                .setSourceTopic("transactions")
                .setSourcePartition(0)
                .setSourceOffset(1)
                .build();
    }

    public static DriftMetric metric(String feature, String statistic, int day, double value, boolean drifted) {
        return DriftMetric.newBuilder()
                .setPipeline("fraud")
                .setModel("fraud")
                .setModelVersion("1")
                .setFeature(feature)
                .setStatistic(statistic)
                .setWindowStart(START.plus(Duration.ofDays(day)))
                .setWindowEnd(START.plus(Duration.ofDays(day + 1)))
                .setValue(value)
                .setThreshold(0.1)
                .setPValue(0.5)
                .setAdjustedPValue(0.5)
                .setDrifted(drifted)
                .setReferenceCount(14_000)
                .setWindowCount(1_000)
                .build();
    }

    public static DriftAlert alert(String id, AlertStatus status, int day) {
        return DriftAlert.newBuilder()
                .setAlertId(id)
                .setPipeline("fraud")
                .setModel("fraud")
                .setModelVersion("1")
                .setStatus(status)
                .setSeverity(Severity.CRITICAL)
                .setOpenedAt(START.plus(Duration.ofDays(day + 1)))
                .setWindowStart(START.plus(Duration.ofDays(day)))
                .setWindowEnd(START.plus(Duration.ofDays(day + 1)))
                .setMessage("amount has drifted: PSI 0.31 against a threshold of 0.10")
                .setEvidence(List.of(evidence()))
                .build();
    }

    public static RetrainingEvent retraining(String id, int day) {
        return RetrainingEvent.newBuilder()
                .setEventId(id)
                .setPipeline("fraud")
                .setReason("amount and request.night have drifted for 2 windows")
                .setAlertIds(List.of("a1"))
                .setModel("fraud")
                .setModelVersion("1")
                .setRaisedAt(START.plus(Duration.ofDays(day)))
                .setTrainFrom(START.plus(Duration.ofDays(day - 2)))
                .setTrainTo(START.plus(Duration.ofDays(day)))
                .setRanges(List.of(new OffsetRange("transactions", 0, 10L, 20L)))
                .setEvidence(List.of(evidence()))
                .build();
    }

    public static ReferenceProfile profile(String feature) {
        return ReferenceProfile.newBuilder()
                .setPipeline("fraud")
                .setModel("fraud")
                .setModelVersion("1")
                .setFeature(feature)
                .setRangeStart(START.plus(Duration.ofDays(37)))
                .setRangeEnd(START.plus(Duration.ofDays(51)))
                .setCount(14_000)
                .setMissing(0)
                .setBinEdges(List.of(1.0))
                .setBinCounts(List.of(7_000L, 7_000L))
                .setSketch(ByteBuffer.wrap(new byte[0]))
                .build();
    }

    private static DriftEvidence evidence() {
        return DriftEvidence.newBuilder()
                .setFeature("amount")
                .setStatistic("psi")
                .setValue(0.31)
                .setThreshold(0.1)
                .setAdjustedPValue(1e-9)
                .setReferenceCount(14_000)
                .setWindowCount(1_000)
                .build();
    }
}
