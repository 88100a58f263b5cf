package io.streamgauge.app.run;

import io.micrometer.core.instrument.MeterRegistry;
import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.http.DriftJobView;
import io.streamgauge.app.profile.PipelineProfiles;
import io.streamgauge.app.rollout.StoredModels;
import io.streamgauge.drift.DriftJobStatus;
import io.streamgauge.drift.ProfileSource;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Starts the drift job, or waits for its turn, and tells how it is doing, also before it has been started. */
final class DriftStart {

    private final Pipeline pipeline;
    private final RuntimeOptions options;
    private final Parts parts;
    private final Consumer<Throwable> failed;
    private final MeterRegistry meters;
    private final CompletableFuture<Optional<DriftTurn>> job = new CompletableFuture<>();

    /** @param failed told when the job dies later */
    DriftStart(
            Pipeline pipeline, RuntimeOptions options, Parts parts, Consumer<Throwable> failed, MeterRegistry meters) {
        this.pipeline = pipeline;
        this.options = options;
        this.parts = parts;
        this.failed = failed;
        this.meters = meters;
    }

    /** Empty when nothing is watched, or not by this process. */
    Optional<DriftTurn> start(Cluster cluster, DataDirectory data) throws InterruptedException {
        Path directory = options.driftDirectory()
                .map(shared -> shared.resolve(pipeline.name()))
                .orElse(data.drift());
        ProfileSource profiles = PipelineProfiles.of(pipeline, StoredModels.location(pipeline, data.path()));
        Optional<DriftTurn> started = options.drift() && pipeline.drift().isPresent()
                ? Optional.of(parts.add(
                        "drift job",
                        DriftTurn.take(
                                directory,
                                () -> DriftPart.start(pipeline, cluster, directory, profiles, failed),
                                failed)))
                : Optional.empty();
        started.ifPresent(turn -> DriftMeters.bind(meters, turn));
        job.complete(started);
        return started;
    }

    /** Why it does not do its work; empty when it does, or there is none. */
    Optional<String> trouble() {
        return job.isDone()
                ? job.join()
                        .flatMap(DriftTurn::status)
                        .filter(status -> status.state() != DriftJobStatus.State.RUNNING)
                        .map(status -> "the drift job is " + status.state())
                : Optional.of("the drift job is starting");
    }

    /** What this process does about it. */
    DriftJobView view() {
        if (!job.isDone()) {
            return DriftJobView.without(DriftJobView.State.STARTING, "the drift job is starting");
        }
        return job.join()
                .map(DriftTurn::view)
                .orElseGet(() -> DriftJobView.without(
                        DriftJobView.State.NONE,
                        options.drift()
                                ? "the document has no drift section"
                                : "this instance was started without the drift job"));
    }
}
