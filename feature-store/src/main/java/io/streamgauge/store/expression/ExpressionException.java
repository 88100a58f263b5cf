package io.streamgauge.store.expression;

/** A text that is no expression over the variables at hand; the message says where and what is allowed. */
public final class ExpressionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ExpressionException(String message) {
        super(message);
    }
}
