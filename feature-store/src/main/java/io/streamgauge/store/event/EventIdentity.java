package io.streamgauge.store.event;

import io.streamgauge.store.definition.SourceDefinition;
import java.time.Instant;

/** Which fields make an event what it is: its id and its time, neither of which may be null. */
public final class EventIdentity {

    private static final long EARLIEST_MS =
            Instant.parse("0000-01-01T00:00:00Z").toEpochMilli();
    private static final long LATEST_MS =
            Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();

    private final String idField;
    private final String timeField;
    private final int id;
    private final int time;

    public EventIdentity(SourceDefinition source) {
        idField = source.idField();
        timeField = source.timeField();
        id = source.schema().indexOf(idField);
        time = source.schema().indexOf(timeField);
        if (id < 0 || time < 0) {
            throw new IllegalArgumentException("source '" + source.name() + "' does not declare its id '" + idField
                    + "' and time '" + timeField + "'");
        }
    }

    /** The event, knowing its id and time. */
    public Event identify(Event event) throws BadEventException {
        String key = event.keyAt(id);
        if (key == null) {
            throw new BadEventException(
                    BadEventException.Cause.NULL_ID, "the event's id, field '" + idField + "', is null");
        }
        if (event.isNull(time)) {
            throw new BadEventException(
                    BadEventException.Cause.NULL_TIME, "the event's time, field '" + timeField + "', is null");
        }
        long timeMs = event.longAt(time);
        if (timeMs < EARLIEST_MS || timeMs > LATEST_MS) {
            throw new BadEventException(
                    BadEventException.Cause.TIME_OUT_OF_RANGE,
                    "the event's time, field '" + timeField + "', is " + timeMs
                            + " ms since 1970-01-01 UTC, which is not in the years 0 to 9999");
        }
        return event.identify(key, timeMs);
    }
}
