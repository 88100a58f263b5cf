package io.streamgauge.scoring;

import io.streamgauge.store.vector.FeatureValues;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** A model that is a function, counts its open scorers, and notes what it scored together. */
final class TestingModel implements Model {

    private final String digest;
    private final ToDoubleFunction<FeatureValues> function;
    /** Vectors of each run of more than one. */
    final List<Integer> runs = new ArrayList<>();

    int together = 4;
    int openScorers;
    int closed;

    TestingModel(ToDoubleFunction<FeatureValues> function) {
        this("d1", function);
    }

    TestingModel(String digest, ToDoubleFunction<FeatureValues> function) {
        this.digest = digest;
        this.function = function;
    }

    @Override
    public String digest() {
        return digest;
    }

    @Override
    public Scorer newScorer() {
        openScorers++;
        return new Scorer() {
            private List<FeatureValues> vectors = List.of();

            @Override
            public double score(FeatureValues vector) {
                return function.applyAsDouble(vector);
            }

            @Override
            public int together() {
                return together;
            }

            @Override
            public void scoreTogether(List<FeatureValues> some) {
                runs.add(some.size());
                vectors = some;
            }

            @Override
            public double turnTo(int index) {
                return function.applyAsDouble(vectors.get(index));
            }

            @Override
            public void close() {
                openScorers--;
            }
        };
    }

    @Override
    public void close() {
        closed++;
    }
}
