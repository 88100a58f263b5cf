package io.streamgauge.drift;

import org.jspecify.annotations.Nullable;

/**
 * How the drift job is doing.
 *
 * @param state what it is doing
 * @param failure what made it fail, for a person; null unless failed
 */
public record DriftJobStatus(State state, @Nullable String failure) {

    /** What the job is doing. */
    public enum State {
        /** Not all of its tasks run yet. */
        STARTING,
        RUNNING,
        /** It failed and is on its way up again; after too many failures it stays down. */
        RESTARTING,
        /** It failed too often, and is down. */
        FAILED,
        /** It was stopped. */
        STOPPED
    }
}
