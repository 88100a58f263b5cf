package io.streamgauge.app.retraining;

import io.streamgauge.schemas.RetrainingEvent;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A retraining event on its way.
 *
 * @param event what is delivered
 * @param reminder how often it has been delivered before without anybody acknowledging it
 */
record Message(RetrainingEvent event, int reminder) {

    /** The same message, tried again, has the same key; a reminder has one of its own. */
    String idempotencyKey() {
        return reminder == 0 ? event.getEventId() : event.getEventId() + ".reminder-" + reminder;
    }

    /** The event and the number of the reminder. */
    Map<String, @Nullable Object> tree() {
        Map<String, @Nullable Object> tree = EventJson.tree(event);
        tree.put("reminder", reminder);
        return tree;
    }
}
