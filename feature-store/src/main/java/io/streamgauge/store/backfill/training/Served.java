package io.streamgauge.store.backfill.training;

import io.streamgauge.store.event.EnrichedEvent;

/**
 * What the stream made of events, told to a join that replays it. The order in which events of several partitions, or of two
 * topics, met is not in their offsets; so where the replay finds another value than the stream served, it asks whether
 * another order of arrival gives what was served. Used by one thread.
 */
public interface Served {

    /** Nothing is known. */
    Served NOTHING = new Served() {};

    /**
     * Whether the events of a view came over a hop, from several partitions: they are then replayed in the order of {@link
     * #takenAt}.
     *
     * @param view its index
     */
    default boolean overHop(int view) {
        return false;
    }

    /** When an event was taken; the same moment for several says nothing about their order. */
    default long takenAt(byte[] attached) {
        return 0;
    }

    /**
     * Whether a view's features of an event are those that were served, as far as they were.
     *
     * @param view its index
     */
    default boolean agrees(int view, EnrichedEvent enriched, byte[] attached) {
        return true;
    }

    /** The features served are not those of the replay, and yet what another order of arrival gives. */
    default void explained(int view, EnrichedEvent enriched) {}
}
