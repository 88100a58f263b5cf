package io.streamgauge.store.expression;

import dev.cel.bundle.CelBuilder;
import dev.cel.common.CelFunctionDecl;
import dev.cel.runtime.CelFunctionBinding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** All functions an expression may call, by group, as the reference lists them. */
final class Functions {

    static final String COALESCE = "coalesce";
    static final String HAS = "has";
    static final String MISSING = "missing";

    /** Those that see a missing value; the compiler takes them apart, so they have no overloads. */
    private static final List<Function> OF_MISSING = List.of(
            Function.builtIn(
                    COALESCE,
                    "coalesce(x, y, ...)",
                    "that of x",
                    0,
                    "The first that is not missing; those after it are not computed. All of one type, or numbers, which"
                            + " become doubles when one is."),
            Function.builtIn(HAS, "has(x)", "boolean", 0, "Whether x is not missing."),
            Function.builtIn(MISSING, "missing(x)", "boolean", 0, "Whether x is missing."));

    private static final List<Function> LANGUAGE = List.of(
            Function.builtIn("contains", "text.contains(part)", "boolean", 1, "Whether the part occurs in the text."),
            Function.builtIn("double", "double(x)", "double", 1, "A whole number or text as a double."),
            Function.builtIn(
                    "duration", "duration(text)", "duration", 5, "A length of time, such as '90s' or '1h30m'."),
            Function.builtIn("endsWith", "text.endsWith(part)", "boolean", 1, "Whether the text ends with the part."),
            Function.builtIn(
                    "int", "int(x)", "long", 1, "A double cut towards 0, text, or a timestamp as seconds since 1970."),
            Function.builtIn(
                    "matches",
                    "text.matches(pattern)",
                    "boolean",
                    35,
                    "Whether an RE2 pattern occurs in the text; use ^ and $ for the whole. In linear time."),
            Function.builtIn(
                    "size",
                    "size(x)",
                    "long",
                    1,
                    "Characters of a text (Unicode code points), or elements of a vector."),
            Function.builtIn(
                    "startsWith", "text.startsWith(part)", "boolean", 1, "Whether the text starts with the part."),
            Function.builtIn("string", "string(x)", "string", 1, "A number, boolean or timestamp as text."),
            Function.builtIn(
                    "timestamp", "timestamp(text)", "timestamp", 9, "A moment, such as '2018-04-01T00:00:00Z'."));

    private static final Map<String, List<Function>> GROUPS = groups();

    private static final Map<String, Function> BY_NAME = GROUPS.values().stream()
            .flatMap(List::stream)
            .collect(Collectors.toMap(Function::name, f -> f, (a, b) -> a, TreeMap::new));

    private Functions() {}

    private static Map<String, List<Function>> groups() {
        Map<String, List<Function>> groups = new LinkedHashMap<>();
        groups.put("Missing values", OF_MISSING);
        groups.put("Numbers", NumberFunctions.ALL);
        groups.put("Vectors", VectorFunctions.ALL);
        groups.put("Buckets and hashes", BucketFunctions.ALL);
        groups.put("Time", TimeFunctions.ALL);
        groups.put("Text", TextFunctions.ALL);
        groups.put("Of CEL itself", LANGUAGE);
        return groups;
    }

    /** The functions under each group's heading, in order. */
    static Map<String, List<Function>> byGroup() {
        return GROUPS;
    }

    static Set<String> names() {
        return BY_NAME.keySet();
    }

    /** Whether the name is ours and called as {@code name(x)}, never as {@code x.name()}. */
    static boolean isOurs(String name) {
        Function function = BY_NAME.get(name);
        return function != null && !LANGUAGE.contains(function);
    }

    /** How the function is written. */
    static String call(String name) {
        Function function = BY_NAME.get(name);
        return function == null ? name + "(...)" : function.call();
    }

    /** What a call costs without its arguments; operators and whatever is not listed cost 1. */
    static int units(String name) {
        Function function = BY_NAME.get(name);
        return function == null ? 1 : function.units();
    }

    static void declare(CelBuilder builder) {
        for (Function function : BY_NAME.values()) {
            if (function.overloads().isEmpty()) {
                continue;
            }
            List<CelFunctionBinding> bindings = new ArrayList<>();
            function.overloads().forEach(overload -> bindings.add(overload.binding()));
            builder.addFunctionDeclarations(CelFunctionDecl.newFunctionDeclaration(
                    function.name(),
                    function.overloads().stream().map(Overload::declaration).toList()));
            builder.addFunctionBindings(CelFunctionBinding.fromOverloads(function.name(), bindings));
        }
    }
}
