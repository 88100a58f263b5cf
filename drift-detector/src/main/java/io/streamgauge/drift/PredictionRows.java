package io.streamgauge.drift;

import io.streamgauge.schemas.Prediction;
import io.streamgauge.schemas.ServedFeature;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Predictions as rows of the values watched: each input by its name, and the score. */
final class PredictionRows {

    private final List<String> inputs;

    PredictionRows(List<String> inputs) {
        this.inputs = List.copyOf(inputs);
    }

    ScoredRow row(Prediction prediction, int feedPartition) {
        ScoredRow row = new ScoredRow();
        row.model = ModelKeys.join(prediction.getModel(), prediction.getModelVersion(), prediction.getModelDigest());
        row.eventTimeMs = prediction.getEventTime().toEpochMilli();
        row.sourceTopic = prediction.getSourceTopic();
        row.sourcePartition = prediction.getSourcePartition();
        row.sourceOffset = prediction.getSourceOffset();
        row.feedPartition = feedPartition;
        row.values = values(prediction);
        return row;
    }

    private double[] values(Prediction prediction) {
        List<ServedFeature> served = prediction.getFeatures();
        double[] values = new double[inputs.size() + 1];
        for (int i = 0; i < inputs.size(); i++) {
            ServedFeature feature = find(served, i);
            values[i] = finite(feature == null ? null : feature.getValue());
        }
        values[inputs.size()] = finite(prediction.getScore());
        return values;
    }

    /** The vector is served in input order, so the name is found at its own place unless another model served it. */
    private @Nullable ServedFeature find(List<ServedFeature> served, int input) {
        String name = inputs.get(input);
        if (input < served.size() && served.get(input).getName().equals(name)) {
            return served.get(input);
        }
        return served.stream()
                .filter(feature -> feature.getName().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** NaN where missing; infinities become the largest numbers there are; -0 is 0, which it equals. */
    private static double finite(@Nullable Double value) {
        if (value == null) {
            return Double.NaN;
        }
        return Math.max(-Double.MAX_VALUE, Math.min(Double.MAX_VALUE, value + 0.0));
    }
}
