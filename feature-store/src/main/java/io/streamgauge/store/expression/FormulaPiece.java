package io.streamgauge.store.expression;

import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelVariableResolver;
import dev.cel.runtime.Program;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A CEL program over inputs that must all be there. */
final class FormulaPiece implements Piece {

    private static final int FEW = 16;

    private final Program program;
    private final String[] names;
    private final Piece[] inputs;

    /** Index of each name where there are many, as with vectors; empty where there are few. */
    private final Map<String, Integer> places;

    FormulaPiece(Program program, List<String> names, List<Piece> inputs) {
        this.program = program;
        this.names = names.toArray(String[]::new);
        this.inputs = inputs.toArray(Piece[]::new);
        Map<String, Integer> known = new HashMap<>();
        for (int i = 0; names.size() > FEW && i < names.size(); i++) {
            known.put(names.get(i), i);
        }
        this.places = Map.copyOf(known);
    }

    @Override
    public @Nullable Object evaluate(@Nullable Object[] frame) {
        Object[] values = new Object[inputs.length];
        for (int i = 0; i < inputs.length; i++) {
            Object value = inputs[i].evaluate(frame);
            if (value == null) {
                return null;
            }
            values[i] = value;
        }
        try {
            return program.eval(places.isEmpty() ? new Bound(names, values) : new Many(places, values));
        } catch (CelEvaluationException e) {
            return null;
        }
    }

    /** The few variables of one evaluation; a linear search beats hashing at this size. */
    @SuppressWarnings({"Immutable", "ArrayRecordComponent"})
    private record Bound(String[] names, Object[] values) implements CelVariableResolver {

        @Override
        public Optional<Object> find(String name) {
            for (int i = 0; i < names.length; i++) {
                if (names[i].equals(name)) {
                    return Optional.of(values[i]);
                }
            }
            return Optional.empty();
        }
    }

    /** The many variables of one evaluation. */
    @SuppressWarnings({"Immutable", "ArrayRecordComponent"})
    private record Many(Map<String, Integer> places, Object[] values) implements CelVariableResolver {

        @Override
        public Optional<Object> find(String name) {
            return Optional.ofNullable(places.get(name)).map(place -> values[place]);
        }
    }
}
