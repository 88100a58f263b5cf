package io.streamgauge.store.aggregate;

import io.streamgauge.store.binary.ByteReader;
import io.streamgauge.store.binary.ByteWriter;
import java.util.List;
import java.util.Set;

/** A user's own function: {@code exp(mean(ln x))}. It uses what is public only. */
public final class GeometricMean implements AggregateFunction {

    @Override
    public String name() {
        return "geometric_mean";
    }

    @Override
    public Set<Input> inputs() {
        return Set.of(Input.NUMBER);
    }

    @Override
    public Result result() {
        return Result.DOUBLE;
    }

    @Override
    public String description() {
        return "Geometric mean, exp(mean(ln x)).";
    }

    @Override
    public String ofNothing() {
        return "missing";
    }

    @Override
    public Aggregate with(List<Double> arguments) {
        complete(arguments);
        return new Folding();
    }

    private record Folding() implements Folded {

        @Override
        public List<Recipe> recipes() {
            return List.of(new Logarithms());
        }

        @Override
        public void read(Accumulator[] states, long count, long endMs, Results results) {
            if (count > 0) {
                results.set(0, StrictMath.exp(((Product) states[0]).logarithms / count));
            }
        }
    }

    private record Logarithms() implements Recipe {

        @Override
        public Accumulator newState() {
            return new Product();
        }

        @Override
        public long stateBytes(long values) {
            return 24;
        }
    }

    private static final class Product implements Accumulator {

        private double logarithms;

        @Override
        public void add(long timeMs, double value) {
            logarithms += StrictMath.log(value);
        }

        @Override
        public void merge(Accumulator newer) {
            logarithms += ((Product) newer).logarithms;
        }

        @Override
        public void clear() {
            logarithms = 0;
        }

        @Override
        public void write(ByteWriter out) {
            out.putDouble(logarithms);
        }

        @Override
        public void read(ByteReader in) {
            logarithms = in.nextDouble();
        }
    }
}
