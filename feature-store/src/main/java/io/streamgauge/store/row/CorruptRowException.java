package io.streamgauge.store.row;

/** Bytes that are no state row of the view that reads them. */
public final class CorruptRowException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Says what was seen and what is allowed. */
    public CorruptRowException(String message) {
        super(message);
    }
}
