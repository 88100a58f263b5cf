package io.streamgauge.scoring.store;

/** A model store that does not give or take what it was asked to; the message says which, where, and why. */
public final class ModelStoreException extends Exception {

    private static final long serialVersionUID = 1L;

    public ModelStoreException(String message) {
        super(message);
    }

    public ModelStoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
