package io.streamgauge.app.http;

import org.jspecify.annotations.Nullable;

/**
 * What this process does about the drift job.
 *
 * @param state what it does
 * @param reason why it does not run it, for a person; null while it runs
 * @param latePredictions predictions that entered no window since this process began, as they came too late; null where the job
 *     is not run here
 * @param incompleteWindows windows that closed while a partition of the predictions was idle, likewise
 */
public record DriftJobView(
        State state,
        @Nullable String reason,
        @Nullable Long latePredictions,
        @Nullable Long incompleteWindows) {

    /** What a process does about it. */
    public enum State {
        /** It does not run here: nothing is watched, or not by this process. */
        NONE,
        STARTING,
        /** Another process runs it; this one takes over when that one goes. */
        WAITING,
        RUNNING,
        /** It failed and is on its way up again. */
        RESTARTING,
        /** It failed too often, and is down. */
        FAILED,
        STOPPED
    }

    /** Of a job that this process does not run, or not yet. */
    public static DriftJobView without(State state, String reason) {
        return new DriftJobView(state, reason, null, null);
    }
}
