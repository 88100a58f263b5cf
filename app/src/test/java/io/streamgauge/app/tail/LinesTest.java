package io.streamgauge.app.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.schemas.AlertStatus;
import io.streamgauge.schemas.DriftAlert;
import io.streamgauge.schemas.DriftMetric;
import io.streamgauge.schemas.OffsetRange;
import io.streamgauge.schemas.Prediction;
import io.streamgauge.schemas.RetrainingEvent;
import io.streamgauge.schemas.ServedFeature;
import io.streamgauge.schemas.Severity;
import io.streamgauge.schemas.ValueStatus;
import io.streamgauge.schemas.VectorCorrection;
import io.streamgauge.schemas.wire.TrustedPackages;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LinesTest {

    static {
        TrustedPackages.addThatOf(DriftAlert.class);
    }

    private static final Instant T = Instant.parse("2018-04-01T00:00:31Z");

    @Test
    void predictionShowsWhatMattersFirst() {
        List<ServedFeature> features = new ArrayList<>();
        features.add(new ServedFeature("amount", 57.16, ValueStatus.PRESENT, null));
        features.add(new ServedFeature("terminal.risk_1d", null, ValueStatus.NOT_FOUND, null));
        for (int i = 0; i < 6; i++) {
            features.add(new ServedFeature("f" + i, i / 3.0, ValueStatus.PRESENT, null));
        }

        assertThat(Lines.of(prediction(0.0123, "accept", features)))
                .isEqualTo("2018-04-01T00:00:31Z  tx-7          score 0.0123   accept    amount=57.16"
                        + " terminal.risk_1d=NOT_FOUND f0=0 f1=0.333333 f2=0.666667 f3=1 and 2 more");
        assertThat(Lines.of(prediction(null, null, features.subList(0, 1))))
                .contains("score none")
                .endsWith("amount=57.16");
    }

    @Test
    void correctionShowsWhatDiffersFromWhatWas() {
        VectorCorrection correction = VectorCorrection.newBuilder()
                .setEventId("tx-7")
                .setPipeline("fraud")
                .setEventTime(T)
                .setNumber(2)
                .setCauseSource("labels")
                .setCauseEventId("tx-5")
                .setFeatures(List.of(
                        new ServedFeature("amount", 57.16, ValueStatus.PRESENT, null),
                        new ServedFeature("terminal.risk_1d", 0.5, ValueStatus.PRESENT, null)))
                .setReplaced(List.of(new ServedFeature("terminal.risk_1d", null, ValueStatus.NOT_FOUND, null)))
                .setDefinitionHash("h")
                .setSourceTopic("transactions")
                .setSourcePartition(0)
                .setSourceOffset(7)
                .build();

        assertThat(Lines.of(correction))
                .isEqualTo("2018-04-01T00:00:31Z  tx-7          correction 2 by tx-5 of labels"
                        + "  terminal.risk_1d NOT_FOUND -> 0.5");
    }

    @Test
    void alertAndRetrainingEventAreOneLineEach() {
        DriftAlert alert = DriftAlert.newBuilder()
                .setAlertId("a1")
                .setPipeline("fraud")
                .setModel("fraud")
                .setModelVersion("1")
                .setStatus(AlertStatus.OPENED)
                .setSeverity(Severity.WARNING)
                .setOpenedAt(T)
                .setWindowStart(T)
                .setWindowEnd(T.plusSeconds(86_400))
                .setMessage("amount drifted")
                .setEvidence(List.of())
                .build();
        RetrainingEvent event = RetrainingEvent.newBuilder()
                .setEventId("r1")
                .setPipeline("fraud")
                .setReason("2 of 3 windows drifted")
                .setAlertIds(List.of("a1"))
                .setModel("fraud")
                .setModelVersion("1")
                .setRaisedAt(T)
                .setTrainFrom(T)
                .setTrainTo(T.plusSeconds(60))
                .setRanges(List.of(new OffsetRange("transactions", 2, 10L, 19L)))
                .setEvidence(List.of())
                .build();

        assertThat(Lines.of(alert)).isEqualTo("2018-04-02T00:00:31Z  OPENED    WARNING   amount drifted  [a1]");
        assertThat(Lines.of(event))
                .isEqualTo("2018-04-01T00:00:31Z  2 of 3 windows drifted  train on 2018-04-01T00:00:31Z to"
                        + " 2018-04-01T00:01:31Z (transactions/2 10..19)  [r1]");
    }

    @Test
    void numbersAreShort() {
        assertThat(Lines.number(3)).isEqualTo("3");
        assertThat(Lines.number(57.16)).isEqualTo("57.16");
        assertThat(Lines.number(0.99999999)).isEqualTo("1");
        assertThat(Lines.number(100.0000001)).isEqualTo("100");
        assertThat(Lines.number(1 / 3.0)).isEqualTo("0.333333");
        assertThat(Lines.number(1e-9)).isEqualTo("1.00000e-09");
        assertThat(Lines.number(Double.NaN)).isEqualTo("NaN");
    }

    private static Prediction prediction(
            @Nullable Double score, @Nullable String decision, List<ServedFeature> features) {
        return Prediction.newBuilder()
                .setEventId("tx-7")
                .setPipeline("fraud")
                .setEventTime(T)
                .setProcessedAt(T)
                .setScore(score)
                .setDecision(decision)
                .setFeatures(features)
                .setModel("fraud")
                .setModelVersion("1")
                .setModelDigest("d")
                .setDefinitionHash("h")
                .setSourceTopic("transactions")
                .setSourcePartition(0)
                .setSourceOffset(0)
                .build();
    }

    @Test
    void aMetricTellsThatItWasCorrected() {
        DriftMetric first = DriftMetric.newBuilder()
                .setPipeline("fraud")
                .setModel("fraud")
                .setModelVersion("1")
                .setFeature("amount")
                .setStatistic("psi")
                .setWindowStart(T)
                .setWindowEnd(T.plusSeconds(60))
                .setValue(0.05)
                .setThreshold(0.1)
                .setPValue(0.4)
                .setAdjustedPValue(0.4)
                .setDrifted(false)
                .setReferenceCount(1000)
                .setWindowCount(100)
                .build();
        assertThat(Lines.of(first)).endsWith("steady (n = 100)");
        assertThat(Lines.of(DriftMetric.newBuilder(first)
                        .setRevision(1)
                        .setLateRows(40)
                        .setWindowCount(140)
                        .build()))
                .endsWith("steady (n = 140, revision 1 with 40 that came late)");
    }
}
