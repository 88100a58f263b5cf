package io.streamgauge.app.run;

import io.streamgauge.drift.DriftJobStatus;
import io.streamgauge.drift.policy.Ids;
import io.streamgauge.schemas.AlertKind;
import io.streamgauge.schemas.AlertStatus;
import io.streamgauge.schemas.DriftAlert;
import io.streamgauge.schemas.Severity;
import io.streamgauge.schemas.wire.TrustedPackages;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Turns what the drift job does into alerts about it: a restart opens one, the job's end makes it critical, and {@value #CALM_MINUTES}
 * minutes without a restart resolve it. One is open at a time.
 */
final class JobWatch {

    static final long CALM_MINUTES = 5;

    static {
        TrustedPackages.addThatOf(DriftAlert.class); // an alert's defaults are copies, which Avro makes
    }

    private final String pipeline;
    private final Instant start;
    private boolean running;
    private boolean ended;
    private long restarts;
    private @Nullable DriftAlert open;
    private Instant calmSince;

    /** @param start when this process began to watch; part of the alerts' ids */
    JobWatch(String pipeline, Instant start) {
        this.pipeline = pipeline;
        this.start = start;
        this.calmSince = start;
    }

    /** Restarts seen. */
    synchronized long restarts() {
        return restarts;
    }

    /** Takes the next look at the job, which is not being closed, and says which alert to publish. */
    synchronized Optional<DriftAlert> next(DriftJobStatus status, Instant now) {
        return switch (status.state()) {
            case RUNNING -> running(now);
            case RESTARTING, STARTING -> restarting(now);
            case FAILED, STOPPED -> ended(status, now);
        };
    }

    private Optional<DriftAlert> running(Instant now) {
        if (!running) {
            running = true;
            calmSince = now;
        }
        if (open == null || now.isBefore(calmSince.plus(Duration.ofMinutes(CALM_MINUTES)))) {
            return Optional.empty();
        }
        DriftAlert resolved = change(
                        open.getAlertId(), open.getOpenedAt(), AlertStatus.RESOLVED, open.getSeverity(), now)
                .setMessage("The drift job has run for " + CALM_MINUTES + " minutes without a restart.")
                .build();
        open = null;
        return Optional.of(resolved);
    }

    private Optional<DriftAlert> restarting(Instant now) {
        if (!running) {
            return Optional.empty();
        }
        running = false;
        restarts++;
        if (open != null) {
            return Optional.empty();
        }
        open = change(id(), now, AlertStatus.OPENED, Severity.WARNING, now)
                .setMessage("The drift job failed and is starting again.")
                .build();
        return Optional.of(open);
    }

    private Optional<DriftAlert> ended(DriftJobStatus status, Instant now) {
        if (ended) {
            return Optional.empty();
        }
        ended = true;
        DriftAlert before = open;
        open = change(
                        before == null ? id() : before.getAlertId(),
                        before == null ? now : before.getOpenedAt(),
                        before == null ? AlertStatus.OPENED : AlertStatus.ESCALATED,
                        Severity.CRITICAL,
                        now)
                .setMessage("The drift job has ended" + because(status)
                        + ". Nothing is watched for drift until it is started again.")
                .build();
        return Optional.of(open);
    }

    private static String because(DriftJobStatus status) {
        String failure = status.failure();
        return failure == null ? ", without being asked to" : ": " + failure;
    }

    private String id() {
        return Ids.of(
                "operations", pipeline, "drift-job", Long.toString(start.toEpochMilli()), Long.toString(restarts));
    }

    private DriftAlert.Builder change(String id, Instant openedAt, AlertStatus status, Severity severity, Instant now) {
        return DriftAlert.newBuilder()
                .setAlertId(id)
                .setPipeline(pipeline)
                .setModel("")
                .setModelVersion("")
                .setStatus(status)
                .setSeverity(severity)
                .setOpenedAt(openedAt)
                .setWindowStart(openedAt)
                .setWindowEnd(now)
                .setEvidence(List.of())
                .setKind(AlertKind.OPERATIONS);
    }
}
