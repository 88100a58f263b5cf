package io.streamgauge.scoring.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.streamgauge.scoring.Scorer;
import io.streamgauge.scoring.ScoringException;
import io.streamgauge.store.vector.FeatureValues;
import java.util.Map;
import java.util.Set;

/**
 * One task's way into a shared session: it writes the vector into memory that ONNX Runtime reads, and reads the score
 * from memory that ONNX Runtime wrote (a pinned output), so a score allocates nothing here. Its reference to the model
 * keeps the session open until the scorer is closed.
 */
final class OnnxScorer implements Scorer {

    private final OnnxModel model;
    private final OrtSession session;
    private final int inputs;
    private final int lastColumn;
    private final RowTensor input;
    private final RowTensor output;
    private final Map<String, OnnxTensor> fed;
    private final Map<String, OnnxTensor> pinned;
    private boolean closed;

    /** Takes over one reference to {@code model}, given back by {@link #close}. */
    OnnxScorer(
            OnnxModel model, OrtEnvironment environment, OrtSession session, OnnxSignature signature, OnnxShape shape)
            throws OrtException {
        this.model = model;
        this.session = session;
        this.inputs = shape.inputs();
        this.lastColumn = shape.columns() - 1;
        this.input = new RowTensor(environment, signature.inputType(), inputs, 1, inputs);
        this.output = new RowTensor(environment, signature.outputType(), shape.columns(), shape.output());
        this.fed = Map.of(signature.input(), input.tensor());
        this.pinned = Map.of(signature.output(), output.tensor());
    }

    @Override
    public double score(FeatureValues vector) {
        if (closed) {
            throw new IllegalStateException("the scorer is closed");
        }
        if (vector.size() != inputs) {
            throw new IllegalArgumentException(
                    "the vector has " + vector.size() + " values, the model takes " + inputs);
        }
        for (int i = 0; i < inputs; i++) {
            input.set(i, vector.isMissing(i) ? Double.NaN : vector.valueAt(i));
        }
        run();
        return output.get(lastColumn);
    }

    private void run() {
        // An unclosed result leaks native memory, pinned or not.
        try (OrtSession.Result result = session.run(fed, Set.of(), pinned)) {
            assert result.size() == 1;
        } catch (OrtException e) {
            throw new ScoringException("the model failed: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            input.close();
            output.close();
            model.release();
        }
    }
}
