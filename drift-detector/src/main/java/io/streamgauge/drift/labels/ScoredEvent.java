package io.streamgauge.drift.labels;

import io.streamgauge.drift.profile.OffsetRanges;
import java.util.List;

/**
 * A prediction, as far as its performance matters.
 *
 * @param subject who made it
 * @param eventId id of the event
 * @param eventTimeMs time of the event
 * @param partition where the event was read
 * @param offset at which offset
 * @param score what the model said; NaN when it said nothing
 * @param decided 1 or 0 for a decision, the class chosen for classes, NaN for numbers
 * @param groups the group the event is in, for each input that makes groups
 */
public record ScoredEvent(
        Subject subject,
        String eventId,
        long eventTimeMs,
        OffsetRanges.Partition partition,
        long offset,
        double score,
        double decided,
        List<String> groups) {

    public ScoredEvent {
        groups = List.copyOf(groups);
    }
}
