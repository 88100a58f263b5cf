package io.streamgauge.drift;

import io.streamgauge.drift.DriftJobStatus.State;
import org.apache.flink.api.common.JobStatus;

/** What Flink says of a job, as we say it. */
final class FlinkStates {

    private FlinkStates() {}

    static State of(JobStatus status) {
        return switch (status) {
            case INITIALIZING, CREATED, RECONCILING -> State.STARTING;
            case RUNNING -> State.RUNNING;
            case FAILING, RESTARTING -> State.RESTARTING;
            case FAILED -> State.FAILED;
            case CANCELLING, CANCELED, FINISHED, SUSPENDED -> State.STOPPED;
        };
    }

    /** The messages of an exception and its causes, outermost first. */
    static String causes(Throwable thrown) {
        StringBuilder text = new StringBuilder();
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            text.append(text.isEmpty() ? "" : ": ").append(cause);
        }
        return text.toString();
    }
}
