package io.streamgauge.store.expression;

/** Thrown by a function whose result does not exist for its arguments; the expression is then missing. */
final class Undefined extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Without a stack, which nobody reads and which costs more than the rest of an evaluation. */
    Undefined() {
        super("the function has no result for these arguments", null, false, false);
    }
}
