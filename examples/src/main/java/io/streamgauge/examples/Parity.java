package io.streamgauge.examples;

import io.streamgauge.scoring.BadModelException;
import io.streamgauge.scoring.Scorer;
import io.streamgauge.scoring.onnx.OnnxModel;
import io.streamgauge.store.vector.FeatureValues;
import java.nio.file.Path;
import java.util.List;

/**
 * How far an exported model, as it will be served, is from the scores of the library that trained it.
 *
 * @param rows rows compared
 * @param maxDifference greatest absolute difference of two scores of a row
 * @param decisionFlips rows that one puts at 0.5 or above and the other below
 */
record Parity(int rows, double maxDifference, int decisionFlips) {

    /** A float has about 1.2e-7 of relative precision; a sum of 100 leaves and a sigmoid stay well within this. */
    static final double ALLOWED_DIFFERENCE = 1e-6;

    static Parity of(Path onnx, List<String> inputs, LabelledRows rows, float[] expected) throws BadModelException {
        double maxDifference = 0;
        int flips = 0;
        try (OnnxModel model = OnnxModel.load(onnx, inputs);
                Scorer scorer = model.newScorer()) {
            FeatureValues vector = new FeatureValues(rows.columns());
            for (int row = 0; row < rows.size(); row++) {
                rows.read(row, vector);
                double score = scorer.score(vector);
                maxDifference = Math.max(maxDifference, Math.abs(score - expected[row]));
                flips += (score >= 0.5) == (expected[row] >= 0.5f) ? 0 : 1;
            }
        }
        return new Parity(rows.size(), maxDifference, flips);
    }

    /** Refuses a model that does not score as it was trained. */
    void check() {
        if (!(maxDifference <= ALLOWED_DIFFERENCE) || decisionFlips > 0) {
            throw new IllegalStateException("the exported model differs from the trained one: " + this
                    + "; allowed are " + ALLOWED_DIFFERENCE + " and no flips");
        }
    }
}
