package io.streamgauge.drift;

import io.streamgauge.drift.labels.PerformanceMetric;
import io.streamgauge.drift.labels.PerformanceWatch;
import io.streamgauge.drift.policy.AlertChange;
import io.streamgauge.drift.policy.FeatureVerdict;
import io.streamgauge.drift.policy.ModelKey;
import io.streamgauge.drift.policy.RetrainingRequest;
import io.streamgauge.drift.policy.WindowVerdict;
import io.streamgauge.drift.profile.Reference;
import io.streamgauge.schemas.DriftAlert;
import io.streamgauge.schemas.DriftMetric;
import io.streamgauge.schemas.ReferenceProfile;
import io.streamgauge.schemas.RetrainingEvent;
import io.streamgauge.schemas.TopicCatalogue;
import io.streamgauge.schemas.registry.SchemaRegistry;
import io.streamgauge.schemas.wire.AvroCodec;

/** What the detector found, as records of the topics. */
final class DriftRecords {

    private final DriftMessages messages;
    private final TopicCatalogue topics;
    private final AvroCodec<ReferenceProfile> profiles;
    private final AvroCodec<DriftMetric> metrics;
    private final AvroCodec<DriftAlert> alerts;
    private final AvroCodec<RetrainingEvent> retrainingEvents;

    DriftRecords(String pipeline, SchemaRegistry registry) {
        this.messages = new DriftMessages(pipeline);
        this.topics = new TopicCatalogue(pipeline);
        this.profiles = new AvroCodec<>(ReferenceProfile.class, registry);
        this.metrics = new AvroCodec<>(DriftMetric.class, registry);
        this.alerts = new AvroCodec<>(DriftAlert.class, registry);
        this.retrainingEvents = new AvroCodec<>(RetrainingEvent.class, registry);
    }

    OutgoingRecord metric(ModelKey model, WindowVerdict window, FeatureVerdict verdict) {
        return metric(verdict.feature(), messages.metric(model, window, verdict));
    }

    OutgoingRecord performance(PerformanceMetric found) {
        return metric(PerformanceWatch.FEATURE, messages.performance(found));
    }

    private OutgoingRecord metric(String key, DriftMetric metric) {
        return OutgoingRecord.of(key, metrics.encode(topics.driftMetrics().name(), metric));
    }

    OutgoingRecord alert(ModelKey model, AlertChange change) {
        return OutgoingRecord.of(
                change.alertId(), alerts.encode(topics.driftAlerts().name(), messages.alert(model, change)));
    }

    OutgoingRecord retraining(ModelKey model, RetrainingRequest request) {
        return OutgoingRecord.of(
                request.eventId(),
                retrainingEvents.encode(topics.retrainingEvents().name(), messages.retraining(model, request)));
    }

    OutgoingRecord profile(ModelKey model, String feature, Reference reference, int index) {
        return OutgoingRecord.of(
                model.name() + "/" + model.version() + "/" + feature,
                profiles.encode(topics.referenceProfiles().name(), messages.profile(model, feature, reference, index)));
    }
}
