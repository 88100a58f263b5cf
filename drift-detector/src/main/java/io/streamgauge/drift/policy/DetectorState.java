package io.streamgauge.drift.policy;

import io.streamgauge.drift.profile.Reference;
import io.streamgauge.drift.profile.WindowSummary;

/** Where the watch over one model stands: still collecting its reference, or comparing with it. */
public sealed interface DetectorState {

    /** The policy's memory. */
    default AlertState alerts() {
        return AlertState.NONE;
    }

    /** The same with another memory. */
    default DetectorState with(AlertState alerts) {
        return this;
    }

    /**
     * Before the reference is frozen.
     *
     * @param startMs start of the first window seen
     * @param collected rows of the reference so far
     */
    record Collecting(long startMs, WindowSummary collected) implements DetectorState {}

    /**
     * With the reference frozen.
     *
     * @param reference what windows are compared with
     * @param alerts the policy's memory
     */
    record Watching(Reference reference, AlertState alerts) implements DetectorState {

        @Override
        public Watching with(AlertState others) {
            return new Watching(reference, others);
        }
    }
}
