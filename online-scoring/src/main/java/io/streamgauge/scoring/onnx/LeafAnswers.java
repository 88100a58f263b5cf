package io.streamgauge.scoring.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.streamgauge.scoring.BadModelException;
import java.nio.FloatBuffer;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a model makes of the leaves of its trees before it adds them up, as ONNX Runtime itself computes it: a row for each leaf
 * through the part of the graph between the trees and the sum.
 */
final class LeafAnswers {

    private final OrtEnvironment environment;
    private final OrtSession.SessionOptions options;

    LeafAnswers(OrtEnvironment environment, OrtSession.SessionOptions options) {
        this.environment = environment;
        this.options = options;
    }

    /**
     * Runs a part of a graph.
     *
     * @param part takes the columns of floats that are given, and makes columns of floats or doubles as long
     * @param given the columns by name
     * @return the columns that it makes, by name
     */
    Map<String, double[]> of(byte[] part, Map<String, float[]> given) throws OrtException, BadModelException {
        Map<String, OnnxTensor> tensors = new HashMap<>();
        try (OrtSession session = environment.createSession(part, options)) {
            for (Map.Entry<String, float[]> column : given.entrySet()) {
                tensors.put(
                        column.getKey(),
                        OnnxTensor.createTensor(environment, FloatBuffer.wrap(column.getValue()), new long[] {
                            column.getValue().length, 1
                        }));
            }
            try (OrtSession.Result result = session.run(tensors)) {
                Map<String, double[]> made = new HashMap<>();
                for (Map.Entry<String, OnnxValue> column : result) {
                    made.put(column.getKey(), numbers(column.getKey(), column.getValue()));
                }
                return made;
            }
        } finally {
            close(tensors.values());
        }
    }

    private static void close(Collection<OnnxTensor> tensors) {
        List.copyOf(tensors).forEach(OnnxTensor::close);
    }

    private static double[] numbers(String name, OnnxValue value) throws BadModelException {
        if (value instanceof OnnxTensor tensor && tensor.getFloatBuffer() != null) {
            FloatBuffer floats = tensor.getFloatBuffer();
            double[] numbers = new double[floats.remaining()];
            java.util.Arrays.setAll(numbers, floats::get);
            return numbers;
        }
        if (value instanceof OnnxTensor tensor && tensor.getDoubleBuffer() != null) {
            double[] numbers = new double[tensor.getDoubleBuffer().remaining()];
            tensor.getDoubleBuffer().get(numbers);
            return numbers;
        }
        throw new BadModelException("model.reasons: '" + name + "' is no tensor of float32 or float64");
    }
}
