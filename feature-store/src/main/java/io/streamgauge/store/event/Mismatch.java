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

    /** The record has no vector, or another, under the field's name. */
    static BadEventException wrongVector(RecordField vector, String seen) {
        return new BadEventException(
                BadEventException.Cause.WRONG_TYPE,
                "field '" + vector.name() + "' is declared " + vector.vectorType() + " but the record has " + seen
                        + "; allowed: an array of " + vector.elements()
                        + (vector.elements() == 1 ? " number" : " numbers")
                        + " or null");
    }

    /** An array of another length. */
    static BadEventException wrongLength(RecordField vector, long elements) {
        return wrongVector(vector, elements + (elements == 1 ? " element" : " elements"));
    }

    /** An element that is no number. */
    static BadEventException wrongElement(RecordField vector, long index, String seen) {
        return wrongVector(vector, seen + " as element " + index);
    }

    /** The record has nothing under the field's name. */
    static BadEventException absent(RecordField field, String present) {
        return new BadEventException(
                BadEventException.Cause.WRONG_TYPE,
                "field '" + field.name() + "' is not in the record; it has " + present
                        + " (a field that is there may be null)");
    }

    /** Stores that a vector is null. */
    static void setNull(Event event, RecordField vector) {
        for (int i = vector.first(); i < vector.end(); i++) {
            event.setNull(i);
        }
    }

    /**
     * Stores an element as read: NaN is missing, as in a double. An element beyond the vector's length is left to {@link #wrongLength}.
     *
     * @throws BadEventException when it is infinite
     */
    static void setElement(Event event, RecordField vector, long index, double value) throws BadEventException {
        if (Double.isInfinite(value)) {
            throw wrongElement(vector, index, Double.toString(value));
        }
        if (index < vector.elements()) {
            setDouble(event, vector.first() + (int) index, value);
        }
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
