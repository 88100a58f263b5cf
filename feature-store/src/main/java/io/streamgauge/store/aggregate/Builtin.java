package io.streamgauge.store.aggregate;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** A function that Streamgauge brings. */
record Builtin(
        String name,
        Set<Input> inputs,
        List<Parameter> parameters,
        Result result,
        String description,
        String bound,
        String ofNothing,
        Function<List<Double>, Aggregate> maker)
        implements AggregateFunction {

    static final Set<Input> NUMBERS = Set.of(Input.NUMBER);
    static final Set<Input> NUMBERS_AND_BOOLEANS = Set.of(Input.NUMBER, Input.BOOLEAN);
    static final Set<Input> ORDERED = Set.of(Input.NUMBER, Input.BOOLEAN, Input.TIMESTAMP);
    static final Set<Input> FIELDS = Set.of(Input.NUMBER, Input.BOOLEAN, Input.TEXT, Input.TIMESTAMP);
    static final Set<Input> ALL = Set.copyOf(EnumSet.allOf(Input.class));

    /** An exact one without parameters. */
    static Builtin of(
            String name, Set<Input> inputs, Result result, String description, String ofNothing, Aggregate aggregate) {
        return new Builtin(name, inputs, List.of(), result, description, "exact", ofNothing, none -> aggregate);
    }

    Builtin within(String newBound) {
        return new Builtin(name, inputs, parameters, result, description, newBound, ofNothing, maker);
    }

    Builtin named(String newName, String newDescription) {
        return new Builtin(newName, inputs, parameters, result, newDescription, bound, ofNothing, maker);
    }

    /** The same function of one or more arguments. */
    Builtin taking(Parameter parameter, Function<List<Double>, Aggregate> newMaker) {
        return taking(List.of(parameter), newMaker);
    }

    /** The same function of arguments. */
    Builtin taking(List<Parameter> newParameters, Function<List<Double>, Aggregate> newMaker) {
        return new Builtin(name, inputs, newParameters, result, description, bound, ofNothing, newMaker);
    }

    @Override
    public Aggregate with(List<Double> arguments) {
        return maker.apply(complete(arguments));
    }
}
