package io.streamgauge.scoring;

import io.streamgauge.store.vector.FeatureValues;
import java.util.function.ToDoubleFunction;

/** A model that is a function, and counts its open scorers. */
final class TestingModel implements Model {

    private final String digest;
    private final ToDoubleFunction<FeatureValues> function;
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
            @Override
            public double score(FeatureValues vector) {
                return function.applyAsDouble(vector);
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
