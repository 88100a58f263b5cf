package io.streamgauge.store.expression;

import dev.cel.common.CelIssue;
import dev.cel.common.types.CelType;
import io.streamgauge.schemas.config.Suggestion;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What CEL's compiler says, as a user of the pipeline document would say it. */
final class CompilerMessages {

    private static final Pattern UNDECLARED = Pattern.compile("undeclared reference to '([^']*)'.*");
    private static final Pattern NO_OVERLOAD = Pattern.compile(
            "found no matching overload for '([^']*)' applied to '(.*?)\\(([^']*)\\)'.*", Pattern.DOTALL);

    private static final Pattern ASSIGNMENT = Pattern.compile("(?<![=!<>])=(?!=)");
    private static final Pattern TEXT = Pattern.compile("'[^']*'|\"[^\"]*\"");

    private CompilerMessages() {}

    /** One message about the first issue; those after it mostly follow from it. */
    static String tell(String text, List<CelIssue> issues) {
        Matcher assignment = ASSIGNMENT.matcher(withoutTexts(text));
        if (assignment.find()) {
            return "'" + text + "' at column " + (assignment.start() + 1) + ": '=' compares nothing; use == to compare";
        }
        CelIssue first = issues.get(0);
        return Place.prefix(text, first.getSourceLocation()) + reworded(first.getMessage());
    }

    /** The same characters at the same places, but for what stands in quotes. */
    private static String withoutTexts(String text) {
        return TEXT.matcher(text).replaceAll(match -> "_".repeat(match.group().length()));
    }

    private static String reworded(String message) {
        Matcher undeclared = UNDECLARED.matcher(message);
        if (undeclared.matches()) {
            return Suggestion.unknown("name", undeclared.group(1), Functions.names());
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

    private static String mismatch(String function, String types) {
        String taken =
                Arrays.stream(types.split(", ")).map(CompilerMessages::typeName).collect(Collectors.joining(" and "));
        if (function.equals("_?_:_")) {
            return "the condition of '? :' must be true or false and both its results of one type; found " + taken;
        }
        if (Functions.isOurs(function)) {
            return "'" + function + "' does not take " + (taken.isEmpty() ? "nothing" : taken) + "; it is written "
                    + Functions.call(function);
        }
        return "'" + function.replace("_", "").replace("@", "") + "' does not take " + taken + hint(types);
    }

    private static String hint(String types) {
        if (types.contains("null")) {
            return "; ask has(x) or missing(x)";
        }
        return types.contains("bool") && types.contains("int") ? "; compare with true or false, not 1 or 0" : "";
    }

    static String typeName(CelType type) {
        return typeName(type.name());
    }

    /** CEL's name of a type in the pipeline's words. */
    static String typeName(String celName) {
        return switch (celName) {
            case "list(double)" -> "vector";
            case "int", "uint" -> "long";
            case "bool" -> "boolean";
            case "google.protobuf.Timestamp" -> "timestamp";
            case "google.protobuf.Duration" -> "duration";
            default -> celName;
        };
    }
}
