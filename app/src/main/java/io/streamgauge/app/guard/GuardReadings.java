package io.streamgauge.app.guard;

import io.streamgauge.app.CommandFailedException;
import io.streamgauge.app.run.Cluster;
import io.streamgauge.scoring.rollout.DeploymentHistory;
import io.streamgauge.scoring.rollout.GuardedVariant;
import java.time.Duration;
import java.util.List;

/** What the guards of a pipeline see now, for who is not the pipeline: read from the topics, as the pipeline does. */
public final class GuardReadings {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private GuardReadings() {}

    /**
     * The readings of the newest revision; none where nothing is guarded.
     *
     * @throws CommandFailedException when Kafka does not hand out the predictions in time
     */
    public static List<GuardReading> now(Cluster cluster, String pipeline, DeploymentHistory history) {
        List<GuardedVariant> variants = GuardedVariant.of(history);
        if (variants.isEmpty()) {
            return List.of();
        }
        GuardedPredictions guarded = new GuardedPredictions(variants);
        long deadlineNs = System.nanoTime() + PATIENCE.toNanos();
        try (PredictionTail tail =
                new PredictionTail(cluster, pipeline, history.newest().orElseThrow(), variants)) {
            while (!tail.caughtUp()) {
                tail.poll(POLL, guarded::add);
                if (System.nanoTime() > deadlineNs) {
                    throw new CommandFailedException("the predictions of pipeline " + pipeline
                            + " could not be read within " + PATIENCE.toSeconds() + " s");
                }
            }
        }
        return guarded.readings();
    }
}
