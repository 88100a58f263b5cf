package io.streamgauge.store.event;

import io.streamgauge.store.definition.SourceDefinition;
import java.time.Instant;

/**
 * Which fields make an event what it is: its id and its time, neither of which may be null. A row of a table has no id of its
 * own, and may have no time of its own: both are then given to it by what has read the record.
 */
public final class EventIdentity {

    private static final long EARLIEST_MS =
            Instant.parse("0000-01-01T00:00:00Z").toEpochMilli();
    private static final long LATEST_MS =
            Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();

    private final SourceDefinition source;
    private final int id;
    private final int time;

    public EventIdentity(SourceDefinition source) {
        this.source = source;
        id = source.schema().indexOf(source.idField());
        time = source.schema().indexOf(source.timeField());
        if ((id < 0 && !source.table()) || (time < 0 && !source.timeOfRecord())) {
            throw new IllegalArgumentException("source '" + source.name() + "' does not declare its id '"
                    + source.idField() + "' and time '" + source.timeField() + "'");
        }
    }

    /** The event, knowing its id and time as far as its fields tell. */
    public Event identify(Event event) throws BadEventException {
        String key = id < 0 ? "" : event.keyAt(id);
        if (key == null) {
            throw new BadEventException(
                    BadEventException.Cause.NULL_ID, "the event's id, field '" + source.idField() + "', is null");
        }
        if (time < 0) {
            return event.identify(key, 0);
        }
        if (event.isNull(time)) {
            throw new BadEventException(
                    BadEventException.Cause.NULL_TIME, "the event's time, field '" + source.timeField() + "', is null");
        }
        long timeMs = event.longAt(time);
        checkRange(timeMs, "field '" + source.timeField() + "'");
        return event.identify(key, timeMs);
    }

    /**
     * The event as a row of a table in a file, which is named by its number.
     *
     * @param recordTimeMs the time that its record would have; counts only where the table's rows have that
     */
    public Event identifyRow(Event event, long number, long recordTimeMs) throws BadEventException {
        identify(event);
        long timeMs = source.timeOfRecord() ? recordTimeMs : event.timeMs();
        checkRange(timeMs, "of its record");
        return event.identify(Long.toString(number), timeMs);
    }

    /** @param whence what the time was read from */
    static void checkRange(long timeMs, String whence) throws BadEventException {
        if (timeMs < EARLIEST_MS || timeMs > LATEST_MS) {
            throw new BadEventException(
                    BadEventException.Cause.TIME_OUT_OF_RANGE,
                    "the event's time, " + whence + ", is " + timeMs
                            + " ms since 1970-01-01 UTC, which is not in the years 0 to 9999");
        }
    }
}
