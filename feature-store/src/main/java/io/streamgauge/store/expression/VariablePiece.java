package io.streamgauge.store.expression;

import org.jspecify.annotations.Nullable;

/** A variable, by its index in the frame. */
record VariablePiece(int index) implements Piece {

    @Override
    public @Nullable Object evaluate(@Nullable Object[] frame) {
        return frame[index];
    }
}
