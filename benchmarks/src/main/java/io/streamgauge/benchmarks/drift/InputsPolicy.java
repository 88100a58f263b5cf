package io.streamgauge.benchmarks.drift;

import io.streamgauge.drift.policy.AlertChange;
import io.streamgauge.drift.policy.DetectorState;
import io.streamgauge.drift.policy.DriftDetector;
import io.streamgauge.drift.policy.ModelKey;
import io.streamgauge.drift.policy.RetrainingRequest;
import io.streamgauge.drift.profile.OffsetRanges;
import io.streamgauge.drift.profile.WindowSummary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The job's watch over inputs and score, which needs no outcomes, with its alerts and retraining events. */
final class InputsPolicy implements Strategy {

    private static final OffsetRanges.Partition PARTITION = new OffsetRanges.Partition("rows", 0);

    private final PolicySettings settings;
    private final List<String> names;
    private DriftDetector detector;
    private @Nullable DetectorState state;
    private WindowSummary window;
    private int version;

    /** @param inputs their names */
    InputsPolicy(PolicySettings settings, List<String> inputs) {
        this.settings = settings;
        this.names = new ArrayList<>(inputs);
        names.add("score");
        this.detector = begun();
        this.window = newWindow();
    }

    private DriftDetector begun() {
        return new DriftDetector(
                "benchmark", new ModelKey("model", Integer.toString(version), ""), names, settings.definition());
    }

    private WindowSummary newWindow() {
        return new WindowSummary(names.size(), DriftDetector.WINDOW_ROWS);
    }

    @Override
    public Decision after(int i, double[] row, double chance, int outcome) {
        double[] values = Arrays.copyOf(row, names.size());
        values[row.length] = chance;
        int first = i / settings.window() * settings.window();
        long startMs = (long) first * PolicySettings.MS_PER_ROW;
        window.add(startMs, PARTITION, i, values);
        if (i + 1 < first + settings.window()) {
            return Decision.KEEP;
        }
        DriftDetector.Outcome next = detector.next(state, startMs, window);
        state = next.state();
        window = newWindow();
        boolean opened = next.changes().stream().anyMatch(change -> change.status() == AlertChange.Status.OPENED);
        RetrainingRequest retraining = next.retraining();
        if (retraining == null) {
            return new Decision(Action.KEEP, null, opened);
        }
        version++;
        state = null;
        detector = begun();
        return new Decision(Action.REPLACE, PolicySettings.row(retraining.trainFromMs()), opened);
    }
}
