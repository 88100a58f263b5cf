package io.streamgauge.store.row;

/** Bytes that are no state row of the view that reads them. */
public final class CorruptRowException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CorruptRowException(String message) {
        super(message);
    }
}
