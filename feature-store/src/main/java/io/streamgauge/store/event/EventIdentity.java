package io.streamgauge.store.event;

import io.streamgauge.store.definition.SourceDefinition;

/** Which fields make an event what it is: its id and its time, neither of which may be null. */
final class EventIdentity {

    private final String idField;
    private final String timeField;
    private final int id;
    private final int time;

    EventIdentity(SourceDefinition source) {
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
    Event identify(Event event) throws BadEventException {
        String key = event.keyAt(id);
        if (key == null) {
            throw new BadEventException(
                    BadEventException.Cause.NULL_ID, "the event's id, field '" + idField + "', is null");
        }
        if (event.isNull(time)) {
            throw new BadEventException(
                    BadEventException.Cause.NULL_TIME, "the event's time, field '" + timeField + "', is null");
        }
        return event.identify(key, event.longAt(time));
    }
}
