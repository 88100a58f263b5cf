package io.streamgauge.store.expression;

import org.jspecify.annotations.Nullable;

/** {@code has(x)}, or {@code missing(x)} when {@code whenThere} is false. */
record PresencePiece(Piece argument, boolean whenThere) implements Piece {

    @Override
    public @Nullable Object evaluate(@Nullable Object[] frame) {
        return (Piece.held(argument.evaluate(frame)) != null) == whenThere;
    }
}
