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
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What replays led to, as the messages that the job would have published. */
public final class ReplayedMessages {

    private final DriftMessages messages;
    private final List<String> features;
    private final Sink sink;

    /** Takes messages; those of one key in their order. */
    public interface Sink {

        void add(DriftMetric metric);

        void add(DriftAlert alert);

        void add(RetrainingEvent event);

        void add(ReferenceProfile profile);
    }

    public ReplayedMessages(DriftReplay.Watched watched, Sink sink) {
        this.messages = new DriftMessages(watched.pipeline());
        this.features =
                RowValue.of(watched.definition(), watched.numbers(), watched.texts(), watched.outputs()).stream()
                        .map(RowValue::name)
                        .toList();
        this.sink = sink;
    }

    /** What came of a window of features. */
    public void add(ReplayedWindow window) {
        Reference frozen = window.frozen();
        for (int i = 0; frozen != null && i < features.size(); i++) {
            sink.add(messages.profile(window.model(), features.get(i), frozen, i));
        }
        WindowVerdict verdict = window.verdict();
        if (verdict != null) {
            for (FeatureVerdict feature : verdict.features()) {
                sink.add(messages.metric(window.model(), verdict, feature));
            }
        }
        add(window.model(), window.changes(), window.retraining());
    }

    /** What came of a window's outcomes. */
    public void add(PerformanceWatch.Published window) {
        for (PerformanceMetric metric : window.metrics()) {
            sink.add(messages.performance(metric));
        }
        add(window.subject().model(), window.changes(), window.retraining());
    }

    private void add(ModelKey model, List<AlertChange> changes, @Nullable RetrainingRequest retraining) {
        for (AlertChange change : changes) {
            sink.add(messages.alert(model, change));
        }
        if (retraining != null) {
            sink.add(messages.retraining(model, retraining));
        }
    }
}
