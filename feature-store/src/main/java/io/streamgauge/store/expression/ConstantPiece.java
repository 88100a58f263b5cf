package io.streamgauge.store.expression;

import org.jspecify.annotations.Nullable;

/** A formula without variables, computed once. */
record ConstantPiece(@Nullable Object value) implements Piece {

    @Override
    public @Nullable Object evaluate(@Nullable Object[] frame) {
        return value;
    }
}
