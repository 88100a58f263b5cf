package io.streamgauge.store.event;

import java.util.Locale;

/** Messages about a value that does not fit its declared field: what was seen, what is allowed. */
final class Mismatch {

    private Mismatch() {}

    /** The record has something else under the field's name. */
    static BadEventException wrongType(Field field, String seen, String allowed) {
        return new BadEventException(
                BadEventException.Cause.WRONG_TYPE,
                "field '" + field.name() + "' is declared "
                        + field.type().name().toLowerCase(Locale.ROOT) + " but the record has " + seen + "; allowed: "
                        + allowed + " or null");
    }

    /** The record has nothing under the field's name. */
    static BadEventException absent(Field field, String present) {
        return new BadEventException(
                BadEventException.Cause.WRONG_TYPE,
                "field '" + field.name() + "' is not in the record; it has " + present
                        + " (a field that is there may be null)");
    }

    /**
     * Stores a double as read: NaN, which producers write for lack of a null, is missing.
     *
     * @throws BadEventException when it is infinite
     */
    static void setDouble(Event event, int index, double value) throws BadEventException {
        if (Double.isNaN(value)) {
            event.setNull(index);
        } else if (Double.isInfinite(value)) {
            throw wrongType(
                    event.schema().fields().get(index), Double.toString(value), "a finite number, NaN (missing)");
        } else {
            event.setDouble(index, value);
        }
    }
}
