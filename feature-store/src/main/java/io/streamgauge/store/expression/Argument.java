package io.streamgauge.store.expression;

import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** What a function may take in one place: the checker's type, and the class the runtime brings. */
enum Argument {
    /** A whole number or a double; stands for both and is no type of its own. */
    NUMBER(SimpleType.DOUBLE, Number.class),
    DOUBLE(SimpleType.DOUBLE, Double.class),
    LONG(SimpleType.INT, Long.class),
    TEXT(SimpleType.STRING, String.class),
    TIME(SimpleType.TIMESTAMP, Instant.class),
    /** A vector, or a list of doubles written out. */
    VECTOR(ListType.create(SimpleType.DOUBLE), List.class),
    /** A list of anything; {@link LiteralCheck} holds it to numbers written out. */
    EDGES(ListType.create(SimpleType.DYN), List.class);

    private final CelType type;
    private final Class<?> seen;

    Argument(CelType type, Class<?> seen) {
        this.type = type;
        this.seen = seen;
    }

    CelType type() {
        return type;
    }

    Class<?> seen() {
        return seen;
    }

    /** Its part of an overload's id. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
