package io.streamgauge.drift.policy;

import io.streamgauge.drift.profile.OffsetRanges;
import java.util.List;

/**
 * A request to train again, with the data to train on.
 *
 * @param eventId same input, same id: an idempotency key
 * @param alertId the alert that asks
 * @param reason one sentence for a person
 * @param raisedAtMs end of the window that decided it
 * @param trainFromMs first event time to train on, inclusive: start of the first drifted window
 * @param trainToMs end of the event time to train on, exclusive
 * @param offsets source offsets of that data
 * @param evidence strongest first
 * @param referenceId version of the reference compared with
 * @param findings groups, contributors and advice
 */
public record RetrainingRequest(
        String eventId,
        String alertId,
        String reason,
        long raisedAtMs,
        long trainFromMs,
        long trainToMs,
        OffsetRanges offsets,
        List<FeatureVerdict> evidence,
        String referenceId,
        Findings findings) {}
