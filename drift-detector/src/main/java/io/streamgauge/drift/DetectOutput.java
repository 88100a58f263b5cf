package io.streamgauge.drift;

import io.streamgauge.drift.policy.AlertChange;
import io.streamgauge.drift.policy.DriftDetector;
import io.streamgauge.drift.policy.FeatureVerdict;
import io.streamgauge.drift.policy.ModelKey;
import io.streamgauge.drift.policy.RetrainingRequest;
import io.streamgauge.drift.policy.WindowVerdict;
import io.streamgauge.drift.profile.Reference;
import java.util.List;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** Where findings about models leave: metrics by the main output, the rest by the side outputs of {@link DetectFunction}, as records of the topics. */
record DetectOutput(
        DriftRecords records,
        List<String> features,
        KeyedProcessFunction<String, WindowPart, OutgoingRecord>.Context context,
        Collector<OutgoingRecord> metrics) {

    /** What came of a window. */
    void add(ModelKey model, DriftDetector.Outcome outcome) {
        Reference frozen = outcome.frozen();
        for (int i = 0; frozen != null && i < features.size(); i++) {
            context.output(DetectFunction.PROFILES, records.profile(model, features.get(i), frozen, i));
        }
        WindowVerdict verdict = outcome.verdict();
        if (verdict != null) {
            add(model, verdict);
        }
        for (AlertChange change : outcome.changes()) {
            add(model, change);
        }
        RetrainingRequest retraining = outcome.retraining();
        if (retraining != null) {
            context.output(DetectFunction.RETRAINING, records.retraining(model, retraining));
        }
    }

    void add(ModelKey model, WindowVerdict verdict) {
        for (FeatureVerdict feature : verdict.features()) {
            metrics.collect(records.metric(model, verdict, feature));
        }
    }

    void add(ModelKey model, AlertChange change) {
        context.output(DetectFunction.ALERTS, records.alert(model, change));
    }
}
