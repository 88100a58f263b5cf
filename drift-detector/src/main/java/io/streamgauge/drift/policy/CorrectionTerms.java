package io.streamgauge.drift.policy;

import io.streamgauge.drift.definition.DriftDefinition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a job keeps in order to correct windows, and from when on it has kept it: a window that began before was judged when nothing, or something
 * else, was kept of it, and could only be judged once more from its late predictions alone.
 *
 * @param windowMs length of a window
 * @param stepMs length of a step
 * @param correctionsMs {@code drift.corrections}; 0 when nothing is kept
 * @param features names of the row's values, in order
 * @param sinceMs windows that begin before are not corrected; {@link #ALWAYS} when all are
 */
public record CorrectionTerms(long windowMs, long stepMs, long correctionsMs, List<String> features, long sinceMs) {

    /** Of a job that has kept it from its start. */
    public static final long ALWAYS = Long.MIN_VALUE;

    public CorrectionTerms {
        features = List.copyOf(features);
    }

    /** Those of a job that starts without a checkpoint. */
    public static CorrectionTerms of(DriftDefinition definition, List<String> features) {
        return new CorrectionTerms(
                definition.window().toMillis(),
                definition.step().toMillis(),
                definition.corrections().toMillis(),
                features,
                ALWAYS);
    }

    /**
     * Those of a job that goes on from a checkpoint.
     *
     * @param before what it was written with; null when that is not known
     * @param judgedToMs windows that end up to there had been judged then; {@link Long#MIN_VALUE} when none had
     */
    public CorrectionTerms after(@Nullable CorrectionTerms before, long judgedToMs) {
        if (before == null || !hasShapeOf(before)) {
            // Steps that were open are left out when their length has changed, so the next one may lack predictions.
            return since(plus(judgedToMs, Math.max(stepMs, before == null ? 0 : before.stepMs)));
        }
        if (before.correctionsMs == correctionsMs) {
            return since(before.sinceMs);
        }
        if (before.correctionsMs == 0) {
            return since(judgedToMs);
        }
        // Nothing is kept any more of a window whose time was over before the restart.
        return since(Math.max(before.sinceMs, plus(judgedToMs, 1 - before.correctionsMs - windowMs)));
    }

    /** Whether what was kept by others is of use. */
    public boolean goesOnWith(@Nullable CorrectionTerms before) {
        return before != null && correctionsMs > 0 && before.correctionsMs > 0 && hasShapeOf(before);
    }

    /** The same, of which windows that begin before a moment are not corrected either. */
    public CorrectionTerms notBefore(long momentMs) {
        return since(Math.max(sinceMs, momentMs));
    }

    private boolean hasShapeOf(CorrectionTerms other) {
        return windowMs == other.windowMs && stepMs == other.stepMs && features.equals(other.features);
    }

    private CorrectionTerms since(long ms) {
        return new CorrectionTerms(windowMs, stepMs, correctionsMs, features, ms);
    }

    private static long plus(long judgedToMs, long ms) {
        return judgedToMs == Long.MIN_VALUE ? ALWAYS : judgedToMs + ms;
    }
}
