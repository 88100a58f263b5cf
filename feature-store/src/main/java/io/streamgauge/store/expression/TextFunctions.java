package io.streamgauge.store.expression;

import dev.cel.common.types.SimpleType;
import java.util.List;
import java.util.Locale;

/** Functions of texts. Positions count Unicode code points from 0, as the language's own {@code size} does. */
final class TextFunctions {

    static final List<Function> ALL = List.of(
            text(
                    "lower",
                    "lower(text)",
                    1,
                    "In lower case, by Unicode's rules of no language.",
                    Overload.of(
                            "lower", SimpleType.STRING, a -> ((String) a[0]).toLowerCase(Locale.ROOT), Argument.TEXT)),
            text(
                    "splitPart",
                    "splitPart(text, separator, index)",
                    1,
                    "One of the parts between separators, from 0; -1 is the last, -2 the one before it; missing when there is"
                            + " no such part or the separator is empty.",
                    Overload.of(
                            "splitPart",
                            SimpleType.STRING,
                            a -> splitPart((String) a[0], (String) a[1], (Long) a[2]),
                            Argument.TEXT,
                            Argument.TEXT,
                            Argument.LONG)),
            text(
                    "substring",
                    "substring(text, from[, to])",
                    1,
                    "The characters from one position up to, not with, another or the end; positions outside the text are"
                            + " moved to its ends.",
                    Overload.of(
                            "substring",
                            SimpleType.STRING,
                            a -> substring((String) a[0], (Long) a[1], Long.MAX_VALUE),
                            Argument.TEXT,
                            Argument.LONG),
                    Overload.of(
                            "substring",
                            SimpleType.STRING,
                            a -> substring((String) a[0], (Long) a[1], (Long) a[2]),
                            Argument.TEXT,
                            Argument.LONG,
                            Argument.LONG)),
            text(
                    "trim",
                    "trim(text)",
                    1,
                    "Without white space at both ends.",
                    Overload.of("trim", SimpleType.STRING, a -> ((String) a[0]).strip(), Argument.TEXT)),
            text(
                    "upper",
                    "upper(text)",
                    1,
                    "In upper case, by Unicode's rules of no language.",
                    Overload.of(
                            "upper", SimpleType.STRING, a -> ((String) a[0]).toUpperCase(Locale.ROOT), Argument.TEXT)));

    private TextFunctions() {}

    private static Function text(String name, String call, int units, String meaning, Overload... overloads) {
        return new Function(name, call, "string", units, meaning, List.of(overloads));
    }

    private static String substring(String text, long from, long to) {
        int size = text.codePointCount(0, text.length());
        int start = (int) Math.max(0, Math.min(from, size));
        int end = (int) Math.max(start, Math.min(to, size));
        int first = text.offsetByCodePoints(0, start);
        return text.substring(first, text.offsetByCodePoints(first, end - start));
    }

    private static String splitPart(String text, String separator, long index) {
        if (separator.isEmpty()) {
            throw new Undefined();
        }
        long parts = parts(text, separator);
        long wanted = index >= 0 ? index : parts + index;
        if (wanted < 0 || wanted >= parts) {
            throw new Undefined();
        }
        int from = 0;
        for (long part = 0; part < wanted; part++) {
            from = text.indexOf(separator, from) + separator.length();
        }
        int to = text.indexOf(separator, from);
        return to < 0 ? text.substring(from) : text.substring(from, to);
    }

    private static long parts(String text, String separator) {
        long parts = 1;
        for (int at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, at + separator.length())) {
            parts++;
        }
        return parts;
    }
}
