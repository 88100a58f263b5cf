package io.streamgauge.benchmarks.scoring;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Set;

/** The reference: ONNX Runtime's session, with the operator's settings, one input that is written anew and a pinned output. */
final class BareSession implements AutoCloseable {

    private final OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    private final OrtSession session;
    private final FloatBuffer in = floats(ScoredModel.INPUTS);
    private final FloatBuffer out = floats(1);
    private final Map<String, OnnxTensor> inputs;
    private final Map<String, OnnxTensor> outputs;

    BareSession(byte[] model) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        options.setIntraOpNumThreads(1);
        options.setInterOpNumThreads(1);
        options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
        options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
        options.addConfigEntry("session.intra_op.allow_spinning", "0");
        session = environment.createSession(model, options);
        inputs = Map.of("x", OnnxTensor.createTensor(environment, in, new long[] {1, ScoredModel.INPUTS}));
        outputs = Map.of("score", OnnxTensor.createTensor(environment, out, new long[] {1, 1}));
    }

    private static FloatBuffer floats(int count) {
        return ByteBuffer.allocateDirect(count * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    double score(float[] row) throws OrtException {
        in.put(0, row);
        session.run(inputs, Set.of(), outputs).close();
        return out.get(0);
    }

    @Override
    public void close() throws OrtException {
        inputs.values().forEach(OnnxTensor::close);
        outputs.values().forEach(OnnxTensor::close);
        session.close();
        options.close();
    }
}
