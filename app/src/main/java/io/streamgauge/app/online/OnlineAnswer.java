package io.streamgauge.app.online;

import io.streamgauge.store.change.Completeness;
import io.streamgauge.store.vector.FeatureValues;
import io.streamgauge.store.vector.RequestPlan;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Features of several subjects as of one moment.
 *
 * @param plan which features
 * @param atMs the moment, milliseconds since 1970-01-01 UTC
 * @param basis where that moment comes from
 * @param watermarkMs scored events to come are not earlier than this, less their source's lateness: the earliest of the
 *     views read; empty while one is not known, or no view was read
 * @param servedBy everyone whose rows were read, those furthest behind first; never empty
 * @param rows one per subject, in their order
 * @param reading holds the room that the rows take until the answer is closed
 */
public record OnlineAnswer(
        RequestPlan plan,
        long atMs,
        Basis basis,
        OptionalLong watermarkMs,
        List<ServedBy> servedBy,
        List<Row> rows,
        KeyedReads.Reading reading)
        implements AutoCloseable {

    /** Nobody looks at it any more. */
    @Override
    public void close() {
        reading.close();
    }

    /** Whether rows came from a copy, because they are being restored or moved: events of late may be missing. */
    public boolean restoring() {
        return servedBy.stream().anyMatch(by -> by.role() == ServedBy.Role.STANDBY);
    }

    /** Where the moment of a read comes from. */
    public enum Basis {
        /** The caller named it. */
        REQUESTED,
        /** The greatest event time of the scored source, and the time that has passed since it was reached. */
        EVENT_TIME_PROGRESS
    }

    /** One subject's features; a feature is named by its index in the plan. */
    public interface Row {

        /** Whether any event was ever taken in of each entity that the subject names; true when it names none. */
        boolean known();

        FeatureValues values();

        /** Time of the newest event that a feature knows of; empty when it knows of none, or is no view's. */
        OptionalLong newestEventMs(int feature);

        /** Until when a feature may miss events; empty when it misses none at the answer's moment. */
        Optional<Completeness.Entry> incomplete(int feature);
    }
}
