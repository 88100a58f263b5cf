package io.streamgauge.app;

/** The command line asks for something that cannot be; the message says what is possible. Exit code 2. */
public final class WrongUsageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public WrongUsageException(String message) {
        super(message);
    }
}
