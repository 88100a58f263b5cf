package io.streamgauge.app.http;

import io.streamgauge.app.instances.OwnRows;
import io.streamgauge.app.live.LiveStats;
import io.streamgauge.app.online.OnlineFeatures;
import io.streamgauge.app.online.OnlineScores;
import io.streamgauge.app.rollout.RolloutStatus;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the API shows.
 *
 * @param pipeline name of the pipeline
 * @param model name and version of the model in service, e.g. {@code fraud 1}
 * @param eventTime how far event time has come
 * @param rows what other instances may ask for; empty when there are none
 * @param driftJob what this process does about the drift job
 * @param deployments what is deployed and what its guards see
 */
public record HttpBackend(
        String pipeline,
        String model,
        Readiness readiness,
        OnlineFeatures features,
        OnlineScores scores,
        LiveStats live,
        Supplier<EventTime> eventTime,
        Metrics metrics,
        Optional<OwnRows> rows,
        Supplier<DriftJobView> driftJob,
        Supplier<RolloutStatus> deployments) {

    /** Of a pipeline with one instance, nothing deployed and no drift job. */
    public HttpBackend(
            String pipeline,
            String model,
            Readiness readiness,
            OnlineFeatures features,
            OnlineScores scores,
            LiveStats live,
            Supplier<EventTime> eventTime,
            Metrics metrics) {
        this(
                pipeline,
                model,
                readiness,
                features,
                scores,
                live,
                eventTime,
                metrics,
                Optional.empty(),
                () -> DriftJobView.without(DriftJobView.State.NONE, "nothing is watched"),
                () -> RolloutStatus.of(pipeline, Optional.empty(), List.of()));
    }
}
