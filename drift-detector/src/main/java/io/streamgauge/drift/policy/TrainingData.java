package io.streamgauge.drift.policy;

import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.drift.policy.DetectorState.Collecting;
import io.streamgauge.drift.policy.DetectorState.Watching;
import io.streamgauge.drift.profile.Reference;
import io.streamgauge.drift.profile.WindowSummary;
import org.jspecify.annotations.Nullable;

/**
 * The profile of the data that the model was trained on as its reference: known from the start, so that every window is compared but
 * those that are skipped while features fill. Another profile of the same model takes its place.
 */
final class TrainingData implements ReferencePlan {

    private final DriftDefinition definition;
    private final int width;
    private final ProfileReference profile;

    /** @param width values of a row */
    TrainingData(DriftDefinition definition, int width, ProfileReference profile) {
        this.definition = definition;
        this.width = width;
        this.profile = profile;
    }

    @Override
    public boolean fits(DetectorState state) {
        return state instanceof Collecting
                || (state instanceof Watching watching
                        && watching.reference().id().equals(profile.id()));
    }

    @Override
    public String shown() {
        return "profile " + profile.id().substring(0, 12);
    }

    @Override
    public Step next(
            @Nullable DetectorState state,
            long windowStartMs,
            long windowEndMs,
            WindowSummary window,
            boolean complete) {
        if (state instanceof Watching watching) {
            return new Step(watching, watching.reference(), null);
        }
        long startMs = state instanceof Collecting begun ? begun.startMs() : windowStartMs;
        AlertState alerts = state == null ? AlertState.NONE : state.alerts();
        if (windowStartMs < startMs + definition.reference().after().toMillis()) {
            return Step.skipped(
                    new Collecting(startMs, new WindowSummary(width, DriftDetector.REFERENCE_ROWS), alerts));
        }
        Reference reference = profile.reference();
        return new Step(new Watching(reference, alerts), reference, reference);
    }

    /** Which windows were skipped is not known any more, so none is compared then that was not before. */
    @Override
    public @Nullable Reference against(DetectorState state, long windowStartMs, boolean compared) {
        boolean known = compared || definition.reference().after().isZero();
        return known && state instanceof Watching watching ? watching.reference() : null;
    }
}
