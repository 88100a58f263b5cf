package io.streamgauge.app.retraining;

import io.streamgauge.schemas.AckStatus;
import io.streamgauge.schemas.RetrainingAck;
import io.streamgauge.schemas.RetrainingEvent;
import io.streamgauge.schemas.Urgency;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which retraining events there are, which were delivered, and which somebody has acknowledged, as their two topics tell it: the same
 * records, in whatever order the topics are read against each other, give the same answer. Events that are acknowledged are forgotten but for their
 * id.
 */
final class Ledger {

    /** How often an event is delivered again at most. */
    static final int REMINDERS = 3;

    private final Map<String, RetrainingEvent> open = new LinkedHashMap<>();
    private final Map<String, Told> told = new LinkedHashMap<>();
    private final Set<String> acknowledged = new HashSet<>();

    private record Told(Instant last, int reminders) {}

    void event(RetrainingEvent event) {
        if (!acknowledged.contains(event.getEventId())) {
            open.put(event.getEventId(), event);
        }
    }

    void ack(RetrainingAck ack) {
        String id = ack.getEventId();
        switch (ack.getStatus()) {
            case ACCEPTED, REJECTED, DONE -> {
                acknowledged.add(id);
                open.remove(id);
                told.remove(id);
            }
            case DELIVERED, REMINDED -> told(id, ack.getAt(), ack.getStatus() == AckStatus.REMINDED);
            case UNKNOWN -> {
                // Of a later version, which knows what it means.
            }
        }
    }

    private void told(String id, Instant at, boolean reminded) {
        if (!acknowledged.contains(id)) {
            told.merge(
                    id,
                    new Told(at, reminded ? 1 : 0),
                    (before, now) -> new Told(
                            now.last().isAfter(before.last()) ? now.last() : before.last(),
                            before.reminders() + now.reminders()));
        }
    }

    /** Whether it has been delivered, or somebody has accepted it, rejected it or done what it asks. */
    boolean isSettled(String eventId) {
        return acknowledged.contains(eventId) || told.containsKey(eventId);
    }

    /** Events to deliver again now; those of low urgency, and those that were never delivered, are none. */
    List<Message> due(Instant now, Duration within) {
        List<Message> due = new ArrayList<>();
        told.forEach((id, last) -> {
            @Nullable RetrainingEvent event = open.get(id);
            if (event != null
                    && event.getUrgency() != Urgency.LOW
                    && last.reminders() < REMINDERS
                    && !now.isBefore(last.last().plus(within))) {
                due.add(new Message(event, last.reminders() + 1));
            }
        });
        return due;
    }

    /** Notes that an attempt to remind failed, so that the next one waits as long as after a success. */
    void postpone(String eventId, Instant now) {
        told.computeIfPresent(eventId, (id, last) -> new Told(now, last.reminders()));
    }
}
