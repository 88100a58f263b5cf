package io.streamgauge.store.expression;

import dev.cel.common.CelSource;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.ast.CelExpr;
import java.util.Optional;

/** Where in a text a problem stands: makes the exceptions that say so. */
final class Place {

    private final String text;
    private final CelSource source;

    Place(String text, CelSource source) {
        this.text = text;
        this.source = source;
    }

    ExpressionException at(CelExpr expr, String message) {
        return new ExpressionException(prefix(expr) + message);
    }

    /** An exception about a name that stands for nothing. */
    ExpressionException unknown(CelExpr expr, String name, String message) {
        return new ExpressionException(prefix(expr) + message, name);
    }

    private String prefix(CelExpr expr) {
        Optional<CelSourceLocation> location =
                Optional.ofNullable(source.getPositionsMap().get(expr.id())).flatMap(source::getOffsetLocation);
        return location.map(at -> prefix(text, at)).orElse("'" + text + "': ");
    }

    /** {@code 'text' at column 3: }. */
    static String prefix(String text, CelSourceLocation at) {
        int column = at.getColumn() + 1;
        int line = at.getLine();
        String place = column < 1 ? "" : (line > 1 ? " at line " + line + ", column " : " at column ") + column;
        return "'" + text + "'" + place + ": ";
    }
}
