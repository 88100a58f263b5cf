package io.streamgauge.store.definition;

import io.streamgauge.store.aggregate.Aggregate;
import io.streamgauge.store.aggregate.AggregateFunction;
import io.streamgauge.store.aggregate.Extreme;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The functions that the engine of today computes, until the registry of package aggregate has them. */
final class AggregateFunctions {

    private AggregateFunctions() {}

    static AggregateFunction named(String name) {
        return new Named(
                AggregateKind.valueOf(name.toUpperCase(Locale.ROOT)).name().toLowerCase(Locale.ROOT));
    }

    private record Named(String name) implements AggregateFunction {

        @Override
        public Set<Input> inputs() {
            return name.equals("count") ? Set.of(Input.EVENT) : Set.of(Input.NUMBER, Input.BOOLEAN);
        }

        @Override
        public Result result() {
            return Result.DOUBLE;
        }

        @Override
        public String description() {
            return name;
        }

        @Override
        public String ofNothing() {
            return "missing";
        }

        @Override
        public Aggregate with(List<Double> arguments) {
            return new Extreme(true);
        }
    }
}
