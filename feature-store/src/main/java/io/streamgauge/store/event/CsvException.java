package io.streamgauge.store.event;

/** A file that is no CSV of its source; the message names the file, the row and what is wrong there. */
public final class CsvException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public CsvException(String message) {
        super(message);
    }
}
