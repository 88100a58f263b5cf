package io.streamgauge.store.aggregate;

import io.streamgauge.schemas.config.Suggestion;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All aggregate functions by name: those of Streamgauge, and those that jars on the class path bring through
 * {@link ServiceLoader}.
 */
public final class AggregateFunctions {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");

    private static volatile @Nullable Map<String, AggregateFunction> found;

    /** Of a table's row in force: what a definition has for a view's lookup, which nobody names as an aggregate. */
    public static final String LOOKUP = "lookup";

    private static final AggregateFunction ROW = OrderFunctions.lookup(LOOKUP);

    private AggregateFunctions() {}

    /**
     * The function of a name.
     *
     * @throws IllegalArgumentException when there is none; the message names the nearest
     * @throws IllegalStateException when a function that a jar brings cannot be taken
     */
    public static AggregateFunction named(String name) {
        if (name.equals(LOOKUP)) {
            return ROW;
        }
        Map<String, AggregateFunction> functions = functions();
        AggregateFunction function = functions.get(name);
        if (function == null) {
            throw new IllegalArgumentException(Suggestion.unknown("aggregate", name, functions.keySet()));
        }
        return function;
    }

    /** All that a definition may name, by name. */
    public static Collection<AggregateFunction> all() {
        return functions().values();
    }

    private static Map<String, AggregateFunction> functions() {
        Map<String, AggregateFunction> functions = found;
        if (functions == null) {
            functions = with(ServiceLoader.load(AggregateFunction.class, AggregateFunction.class.getClassLoader()));
            found = functions;
        }
        return functions;
    }

    static List<AggregateFunction> builtins() {
        return Stream.of(MomentFunctions.all(), OrderFunctions.all(), FrequencyFunctions.all(), TimeFunctions.all())
                .<AggregateFunction>flatMap(List::stream)
                .toList();
    }

    /** The functions of Streamgauge and others. */
    static Map<String, AggregateFunction> with(Iterable<AggregateFunction> others) {
        Map<String, AggregateFunction> functions = new TreeMap<>();
        builtins().forEach(builtin -> functions.put(builtin.name(), builtin));
        others.forEach(other -> {
            check(other);
            AggregateFunction same = functions.putIfAbsent(other.name(), other);
            if (same != null) {
                throw refused(other, "there is one of this name already, " + origin(same));
            }
        });
        return Collections.unmodifiableMap(functions);
    }

    private static void check(AggregateFunction other) {
        if (!NAME.matcher(other.name()).matches()) {
            throw refused(other, "a name has small letters, digits and underscores, and starts with a letter");
        }
        if (other.name().equals(LOOKUP)) {
            throw refused(other, "a view's lookup has that name");
        }
        if (other.inputs().isEmpty()) {
            throw refused(other, "it takes no kind of input");
        }
    }

    private static IllegalStateException refused(AggregateFunction other, String why) {
        return new IllegalStateException(
                "the aggregate '" + other.name() + "' of " + other.getClass().getName() + " cannot be used: " + why);
    }

    private static String origin(AggregateFunction function) {
        return function instanceof Builtin
                ? "which is Streamgauge's"
                : "of " + function.getClass().getName();
    }
}
