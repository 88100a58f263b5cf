package io.streamgauge.benchmarks.drift;

import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.drift.labels.PerformanceState;
import io.streamgauge.drift.labels.PerformanceWatch;
import io.streamgauge.drift.labels.ScoredEvent;
import io.streamgauge.drift.labels.Subject;
import io.streamgauge.drift.policy.AlertChange;
import io.streamgauge.drift.policy.ModelKey;
import io.streamgauge.drift.policy.RetrainingRequest;
import io.streamgauge.drift.profile.OffsetRanges;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The job's watch over accuracy, with its alerts and retraining events; outcomes come at once. */
final class PerformancePolicy implements Strategy {

    private static final OffsetRanges.Partition PARTITION = new OffsetRanges.Partition("rows", 0);

    private final PolicySettings settings;
    private final DriftDefinition definition;
    private PerformanceWatch watch;
    private int version;

    PerformancePolicy(PolicySettings settings) {
        this.settings = settings;
        this.definition = settings.definition();
        this.watch = begun();
    }

    /** A model that was replaced is watched no more. */
    private PerformanceWatch begun() {
        return new PerformanceWatch(
                "benchmark",
                definition,
                Objects.requireNonNull(definition.performance()),
                Duration.ZERO,
                new PerformanceState());
    }

    /** What the policy said of the windows that were over. */
    record Said(boolean opened, @Nullable RetrainingRequest retraining) {}

    Said add(int i, double score, int outcome) {
        long timeMs = (long) i * PolicySettings.MS_PER_ROW;
        String id = Integer.toString(i);
        watch.predicted(
                0,
                new ScoredEvent(
                        new Subject(new ModelKey("model", Integer.toString(version), ""), Subject.CHAMPION),
                        id,
                        timeMs,
                        PARTITION,
                        i,
                        score,
                        score > 0.5 ? 1 : 0,
                        List.of()));
        watch.labelled(0, i, timeMs, id, outcome);
        boolean opened = false;
        RetrainingRequest retraining = null;
        if ((i + 1) % settings.window() == 0) {
            for (PerformanceWatch.Published window : watch.advance(timeMs + PolicySettings.MS_PER_ROW - 1)) {
                opened |= window.changes().stream().anyMatch(change -> change.status() == AlertChange.Status.OPENED);
                retraining = window.retraining() == null ? retraining : window.retraining();
            }
        }
        return new Said(opened, retraining);
    }

    @Override
    public Decision after(int i, double[] row, double chance, int outcome) {
        Said said = add(i, chance, outcome);
        RetrainingRequest retraining = said.retraining();
        if (retraining == null) {
            return new Decision(Action.KEEP, null, said.opened());
        }
        version++;
        watch = begun();
        return new Decision(Action.REPLACE, PolicySettings.row(retraining.trainFromMs()), said.opened());
    }
}
