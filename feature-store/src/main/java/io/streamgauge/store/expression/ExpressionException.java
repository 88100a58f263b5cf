package io.streamgauge.store.expression;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A text that is no expression over the variables at hand; the message says where and what is allowed. */
public final class ExpressionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String problem;
    private final @Nullable String unknownName;

    public ExpressionException(String problem) {
        this(problem, null);
    }

    ExpressionException(String problem, @Nullable String unknownName) {
        super(problem);
        this.problem = problem;
        this.unknownName = unknownName;
    }

    /** The message, which is always there. */
    public String problem() {
        return problem;
    }

    /** The name, dots and all, that stands for no variable, when that is the problem. */
    public Optional<String> unknownName() {
        return Optional.ofNullable(unknownName);
    }
}
