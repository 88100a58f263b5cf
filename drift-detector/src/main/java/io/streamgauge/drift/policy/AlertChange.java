package io.streamgauge.drift.policy;

import java.util.List;

/**
 * A change in the life of one alert.
 *
 * @param alertId same input, same id
 * @param status what happened
 * @param critical whether the alert is critical, else a warning
 * @param openedAtMs end of the window that opened it
 * @param window the window that caused this
 * @param message one sentence for a person
 * @param evidence strongest first
 * @param findings groups, contributors and advice
 */
public record AlertChange(
        String alertId,
        Status status,
        boolean critical,
        long openedAtMs,
        WindowVerdict window,
        String message,
        List<FeatureVerdict> evidence,
        Findings findings) {

    /** What happened to the alert. */
    public enum Status {
        OPENED,
        ESCALATED,
        RESOLVED
    }
}
