package io.streamgauge.store.expression;

/** A text that is no expression over the variables at hand; the message says where and what is allowed. */
public final class ExpressionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String problem;

    public ExpressionException(String problem) {
        super(problem);
        this.problem = problem;
    }

    /** The message, which is always there. */
    public String problem() {
        return problem;
    }
}
