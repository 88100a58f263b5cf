package io.streamgauge.store.expression;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code coalesce(x, y, ...)}: the first argument that is there. */
final class CoalescePiece implements Piece {

    private final Piece[] arguments;
    private final boolean toDouble;

    /** @param toDouble whether whole numbers become doubles, since another argument is one */
    CoalescePiece(List<Piece> arguments, boolean toDouble) {
        this.arguments = arguments.toArray(Piece[]::new);
        this.toDouble = toDouble;
    }

    @Override
    public @Nullable Object evaluate(@Nullable Object[] frame) {
        for (Piece argument : arguments) {
            Object value = Piece.held(argument.evaluate(frame));
            if (value != null) {
                return toDouble && value instanceof Long whole ? (Object) whole.doubleValue() : value;
            }
        }
        return null;
    }
}
