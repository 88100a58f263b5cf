package io.streamgauge.app.tail;

import io.streamgauge.schemas.DriftAlert;
import io.streamgauge.schemas.DriftMetric;
import io.streamgauge.schemas.Prediction;
import io.streamgauge.schemas.RetrainingEvent;
import io.streamgauge.schemas.VectorCorrection;
import io.streamgauge.schemas.registry.SchemaRegistry;

/** Which form shows which topic. */
final class Forms {

    private Forms() {}

    static RecordForm of(TailTopic topic, SchemaRegistry registry) {
        return switch (topic) {
            case PREDICTIONS -> new AvroForm<>(Prediction.class, registry, Lines::of);
            case CORRECTIONS -> new AvroForm<>(VectorCorrection.class, registry, Lines::of);
            case ALERTS -> new AvroForm<>(DriftAlert.class, registry, Lines::of);
            case RETRAINING_EVENTS -> new AvroForm<>(RetrainingEvent.class, registry, Lines::of);
            case METRICS -> new AvroForm<>(DriftMetric.class, registry, Lines::of);
            case DEAD_LETTERS, LATE_EVENTS -> new DivertedForm();
        };
    }
}
