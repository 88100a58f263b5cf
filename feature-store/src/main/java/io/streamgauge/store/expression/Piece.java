package io.streamgauge.store.expression;

import org.jspecify.annotations.Nullable;

/**
 * A part of an expression that is present or missing as a whole: a variable, a formula without functions of missing
 * values in it, or one of those functions over pieces.
 */
interface Piece {

    /** Texts longer than this are missing, so that expressions that name each other cannot double a text without end. */
    int MAX_TEXT = 10_000;

    /**
     * The value; null when missing.
     *
     * @param frame the expression's variables, null where missing
     */
    @Nullable
    Object evaluate(@Nullable Object[] frame);

    /** A value as a result has it: a double that is not finite and a text that is too long are missing. */
    static @Nullable Object held(@Nullable Object value) {
        if (value instanceof Double number) {
            return Double.isFinite(number) ? value : null;
        }
        return value instanceof String text && text.length() > MAX_TEXT ? null : value;
    }
}
