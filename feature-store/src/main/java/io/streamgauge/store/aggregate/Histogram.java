package io.streamgauge.store.aggregate;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Counts of values between edges: {@code (-inf, e1), [e1, e2), ..., [en, inf]}. NaN is in none.
 *
 * @param edges finite, ascending
 */
record Histogram(List<Double> edges) implements Folded, Recipe {

    static final int MOST_EDGES = 1000;

    Histogram {
        edges = edges.stream().map(edge -> edge + 0.0).toList();
        if (edges.isEmpty() || edges.size() > MOST_EDGES) {
            throw new IllegalArgumentException(
                    "there are " + edges.size() + " edges; 1 to " + MOST_EDGES + " are allowed");
        }
        for (int i = 0; i < edges.size(); i++) {
            double edge = edges.get(i);
            if (!Double.isFinite(edge) || (i > 0 && edge <= edges.get(i - 1))) {
                throw new IllegalArgumentException("edge " + (i + 1) + " is " + Arguments.text(edge)
                        + "; edges are finite and each is greater than the one before");
            }
        }
    }

    @Override
    public List<String> suffixes() {
        return IntStream.rangeClosed(0, edges.size())
                .mapToObj(Integer::toString)
                .toList();
    }

    @Override
    public List<Recipe> recipes() {
        return List.of(this);
    }

    @Override
    public Accumulator newState() {
        return new HistogramState(
                edges.stream().mapToDouble(Double::doubleValue).toArray());
    }

    @Override
    public long stateBytes(long values) {
        return 64 + 8L * (edges.size() + 1);
    }

    @Override
    public void read(Accumulator[] states, long count, long endMs, Results results) {
        ((HistogramState) states[0]).read(results);
    }
}
