package io.streamgauge.scoring.gate;

/** A file of golden rows that cannot be read as such; the message says where, what was seen and what is expected. */
public final class GoldenRowsException extends Exception {

    private static final long serialVersionUID = 1L;

    public GoldenRowsException(String message) {
        super(message);
    }

    public GoldenRowsException(String message, Throwable cause) {
        super(message, cause);
    }
}
