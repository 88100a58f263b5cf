package io.streamgauge.app.http;

import io.streamgauge.app.live.Counts;
import io.streamgauge.app.live.DriftState;
import io.streamgauge.app.live.Latency;
import io.streamgauge.app.live.Second;
import io.streamgauge.schemas.DriftAlert;
import io.streamgauge.schemas.DriftEvidence;
import io.streamgauge.schemas.OffsetRange;
import io.streamgauge.schemas.Prediction;
import io.streamgauge.schemas.RetrainingEvent;
import io.streamgauge.schemas.ValueStatus;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The shapes of answers. */
final class Views {

    private Views() {}

    record Failure(String error) {}

    record Health(String status, @Nullable String reason) {}

    record Memory(long heapBytes, @Nullable Long rssBytes) {}

    record Status(
            String pipeline,
            String model,
            boolean ready,
            @Nullable String reason,
            Instant at,
            Instant startedAt,
            Counts counts,
            @Nullable Second lastSecond,
            Latency latency,
            @Nullable Instant freshAsOf,
            EventTime eventTime,
            DriftState drift,
            DriftJobView driftJob,
            Memory memory) {}

    record PredictionList(List<PredictionView> predictions) {}

    record PredictionView(
            String eventId,
            Instant eventTime,
            @Nullable Double score,
            @Nullable String decision,
            String model,
            String modelVersion,
            String variant,
            Map<String, FeatureView> features) {

        static PredictionView of(Prediction prediction) {
            Map<String, FeatureView> features = new LinkedHashMap<>();
            prediction
                    .getFeatures()
                    .forEach(f -> features.put(
                            f.getName(),
                            new FeatureView(f.getText() == null ? f.getValue() : f.getText(), f.getStatus())));
            return new PredictionView(
                    prediction.getEventId(),
                    prediction.getEventTime(),
                    prediction.getScore(),
                    prediction.getDecision(),
                    prediction.getModel(),
                    prediction.getModelVersion(),
                    prediction.getVariant(),
                    features);
        }
    }

    /**
     * An input as it was served.
     *
     * @param value a number or a text; null when missing
     */
    record FeatureView(@Nullable Object value, ValueStatus status) {}

    record AlertList(List<AlertView> alerts, List<RetrainingView> retrainingEvents) {}

    record AlertView(
            String alertId,
            String status,
            String severity,
            Instant openedAt,
            Instant windowStart,
            Instant windowEnd,
            String message,
            List<EvidenceView> evidence) {

        static AlertView of(DriftAlert alert) {
            return new AlertView(
                    alert.getAlertId(),
                    alert.getStatus().name(),
                    alert.getSeverity().name(),
                    alert.getOpenedAt(),
                    alert.getWindowStart(),
                    alert.getWindowEnd(),
                    alert.getMessage(),
                    alert.getEvidence().stream().map(EvidenceView::of).toList());
        }
    }

    record EvidenceView(String feature, String statistic, double value, double threshold) {

        static EvidenceView of(DriftEvidence evidence) {
            return new EvidenceView(
                    evidence.getFeature(), evidence.getStatistic(), evidence.getValue(), evidence.getThreshold());
        }
    }

    record RetrainingView(
            String eventId,
            String reason,
            List<String> alertIds,
            Instant raisedAt,
            Instant trainFrom,
            Instant trainTo,
            List<RangeView> ranges) {

        static RetrainingView of(RetrainingEvent event) {
            return new RetrainingView(
                    event.getEventId(),
                    event.getReason(),
                    event.getAlertIds(),
                    event.getRaisedAt(),
                    event.getTrainFrom(),
                    event.getTrainTo(),
                    event.getRanges().stream().map(RangeView::of).toList());
        }
    }

    record RangeView(String topic, int partition, long firstOffset, long lastOffset) {

        static RangeView of(OffsetRange range) {
            return new RangeView(range.getTopic(), range.getPartition(), range.getFirstOffset(), range.getLastOffset());
        }
    }
}
