package io.streamgauge.store.expression;

import dev.cel.common.CelIssue;
import io.streamgauge.schemas.config.Suggestion;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What CEL's compiler says, as a user of the pipeline document would say it. */
final class CompilerMessages {

    private static final Pattern UNDECLARED = Pattern.compile("undeclared reference to '([^']*)'.*");
    private static final Pattern NO_OVERLOAD = Pattern.compile(
            "found no matching overload for '([^']*)' applied to '(.*?)\\(([^']*)\\)'.*", Pattern.DOTALL);
    private static final Set<String> COMPREHENSIONS = Set.of("all", "exists", "exists_one", "map", "filter");

    private CompilerMessages() {}

    /** One message about the first issue; those after it mostly follow from it. */
    static String tell(String text, List<CelIssue> issues, Collection<String> variables) {
        CelIssue first = issues.get(0);
        int column = first.getSourceLocation().getColumn() + 1;
        int line = first.getSourceLocation().getLine();
        String place = column < 1 ? "" : (line > 1 ? " at line " + line + ", column " : " at column ") + column;
        return "'" + text + "'" + place + ": " + reworded(first.getMessage(), variables);
    }

    private static String reworded(String message, Collection<String> variables) {
        Matcher undeclared = UNDECLARED.matcher(message);
        if (undeclared.matches()) {
            return unknown(undeclared.group(1), variables);
        }
        Matcher overload = NO_OVERLOAD.matcher(message);
        if (overload.matches()) {
            return mismatch(overload.group(1), overload.group(3));
        }
        if (message.contains("<EOF>")) {
            return "the expression ends too early";
        }
        return message;
    }

    private static String unknown(String name, Collection<String> variables) {
        if (COMPREHENSIONS.contains(name)) {
            return "loops over lists ('" + name + "') are not allowed";
        }
        Set<String> known = new TreeSet<>(variables);
        known.addAll(ExpressionFunctions.names());
        return Suggestion.unknown("name", name, known);
    }

    private static String mismatch(String function, String types) {
        String taken =
                Arrays.stream(types.split(", ")).map(CompilerMessages::typeName).collect(Collectors.joining(" and "));
        if (function.equals("_?_:_")) {
            return "the condition of '? :' must be true or false and both its results of one type; found " + taken;
        }
        String hint = types.contains("bool") && types.contains("int") ? "; compare with true or false, not 1 or 0" : "";
        return "'" + function.replace("_", "").replace("@", "") + "' does not take " + taken + hint;
    }

    /** CEL's name of a type in the pipeline's words. */
    static String typeName(String celName) {
        return switch (celName) {
            case "int", "uint" -> "long";
            case "bool" -> "boolean";
            case "google.protobuf.Timestamp" -> "timestamp";
            case "google.protobuf.Duration" -> "duration";
            default -> celName;
        };
    }
}
