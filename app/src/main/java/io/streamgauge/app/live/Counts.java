package io.streamgauge.app.live;

import java.util.Map;

/**
 * What happened since this process started.
 *
 * @param events events of the scored source read by the topology
 * @param predictions predictions read back, committed ones only
 * @param decisions predictions by decision; those without one are not in it
 * @param refused predictions without a score
 * @param deadLetters records that could not be used, by cause
 * @param lateEvents events beyond their source's lateness
 * @param withoutEntity events that named no entity of a view, by view; they go on without its features
 * @param alertsOpened alerts opened
 * @param retrainingEvents requests to train again
 */
public record Counts(
        long events,
        long predictions,
        Map<String, Long> decisions,
        long refused,
        Map<String, Long> deadLetters,
        long lateEvents,
        Map<String, Long> withoutEntity,
        long alertsOpened,
        long retrainingEvents) {

    public long allDeadLetters() {
        return deadLetters.values().stream().mapToLong(Long::longValue).sum();
    }
}
