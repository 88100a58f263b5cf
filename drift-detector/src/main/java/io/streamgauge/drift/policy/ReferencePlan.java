package io.streamgauge.drift.policy;

import io.streamgauge.drift.profile.Reference;
import io.streamgauge.drift.profile.WindowSummary;
import org.jspecify.annotations.Nullable;

/** How the reference of one model comes to be, window by window. */
interface ReferencePlan {

    /** Whether a state is one that this plan goes on from; otherwise the reference begins anew. */
    boolean fits(DetectorState state);

    /**
     * Takes the next window. What is there of one that is not complete is no fair sample of it, so it is left out of the reference, as far
     * as a reference comes about without.
     *
     * @param state null before the first, and one that fits otherwise
     * @param complete whether the window counts
     */
    Step next(
            @Nullable DetectorState state,
            long windowStartMs,
            long windowEndMs,
            WindowSummary window,
            boolean complete);

    /**
     * What a window of before is compared with; null when with nothing, or with what is not known any more.
     *
     * @param state one that fits
     * @param compared whether it was compared when it was complete; not when nothing of it had come then
     */
    @Nullable
    Reference against(DetectorState state, long windowStartMs, boolean compared);

    /** How the reference is called that it makes, in messages. */
    String shown();

    /**
     * What a window leads to.
     *
     * @param state to remember, its alerts as they were
     * @param against what the window is compared with; null when with nothing
     * @param frozen the reference, when this window completed it; else null
     * @param leftOut whether the window would be in a reference were it complete
     */
    record Step(
            DetectorState state,
            @Nullable Reference against,
            @Nullable Reference frozen,
            boolean leftOut) {

        /** Of a window that is not left out. */
        Step(DetectorState state, @Nullable Reference against, @Nullable Reference frozen) {
            this(state, against, frozen, false);
        }

        /** A window that is compared with nothing. */
        static Step skipped(DetectorState state) {
            return new Step(state, null, null);
        }

        /** The same of a window that is left out of the reference. */
        Step withoutTheWindow() {
            return new Step(state, against, frozen, true);
        }
    }
}
