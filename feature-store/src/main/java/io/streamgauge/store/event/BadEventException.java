package io.streamgauge.store.event;

/** Bytes that are no event of their source; the record goes to the dead-letter topic with this cause. */
public final class BadEventException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Why a record cannot be used; the names stand in dead-letter headers and metrics. */
    public enum Cause {
        /** Null value, or bytes without the wire format's magic byte and schema id, or Avro that does not decode. */
        NOT_AVRO,
        NOT_JSON,
        /** The registry has no schema of that id. */
        UNKNOWN_SCHEMA_ID,
        /** A declared field is absent from the record, or its value does not fit the declared type. */
        WRONG_TYPE,
        NULL_ID,
        NULL_TIME,
        /** Event time lies outside the years 0 to 9999: a unit or a sign is wrong, and sums of times might overflow. */
        TIME_OUT_OF_RANGE,
        /** Event time lies further ahead of the record's own timestamp than the source allows. */
        TIME_AHEAD,
        /** The source is declared keyed by a field, and the record's key is another. */
        KEY_MISMATCH,
        /** A declared expectation does not hold. */
        EXPECTATION_FAILED
    }

    private final Cause reason;

    public BadEventException(Cause reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Cause reason() {
        return reason;
    }
}
