package io.streamgauge.app.online;

import io.streamgauge.store.event.Event;
import io.streamgauge.store.vector.FeatureValues;
import java.util.List;

/**
 * What the topology would know of an event of the scored source, were it the next to come: all that a score on request takes
 * from where rows are kept.
 */
public interface NextEvent {

    /**
     * The features that the views would give events, each as if it were the next; no row changes.
     *
     * @param nowMs the timestamp that their records would have, milliseconds since 1970-01-01 UTC
     * @throws UnanswerableException when the topology would not score one of them, for its time
     * @throws NotReadyException when the rows cannot be read now
     */
    List<FeatureValues> features(List<Event> events, long nowMs);

    /** Who answers. */
    ServedBy here();

    /** Whether that may wait for other processes: then it should have a thread that nobody else waits for. */
    boolean mayWait();
}
