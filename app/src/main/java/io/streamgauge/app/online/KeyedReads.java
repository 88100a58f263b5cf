package io.streamgauge.app.online;

import io.streamgauge.store.definition.ViewDefinition;
import java.util.List;
import java.util.OptionalLong;

/**
 * Reads entities of a view by their keys: all that a read takes from where rows are kept. The running pipeline reads its
 * own rows; one that asks another process for them fits here too.
 */
public interface KeyedReads {

    /** Begins the reads of one request. */
    Reading begin();

    /** The reads of one request; closing it gives back the room that what it read takes, once that has been answered. */
    interface Reading extends AutoCloseable {

        /**
         * Reads entities as of one moment.
         *
         * @param entities their texts, as {@link io.streamgauge.store.event.EntityKey#text} has them
         * @param atMs the moment, milliseconds since 1970-01-01 UTC
         * @throws NotReadyException when the rows cannot be read now
         */
        Answer read(ViewDefinition view, List<String> entities, long atMs);

        @Override
        default void close() {}
    }

    /** Who answers what takes no row. */
    ServedBy here();

    /**
     * Whether a read may wait for another process, or for rows that are being moved: then it should have a thread that
     * nobody else waits for.
     */
    default boolean mayWait() {
        return false;
    }

    /**
     * What was read.
     *
     * @param entities in the order of their keys
     * @param servedBy everyone whose rows were read; empty when there was nothing to read
     * @param watermarkMs scored events to come are not earlier than this, less their source's lateness; empty while it is
     *     not known
     */
    record Answer(List<EntityFeatures> entities, List<ServedBy> servedBy, OptionalLong watermarkMs) {}
}
