package io.streamgauge.scoring.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.streamgauge.scoring.BadModelException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a model takes and gives: one tensor {@code [batch, inputs]} of floats or doubles in, one tensor {@code [batch]}
 * or {@code [batch, columns]} of floats or doubles out.
 *
 * @param input name of the input
 * @param inputType FLOAT or DOUBLE
 * @param output name of the output that holds the score
 * @param outputType FLOAT or DOUBLE
 */
record OnnxSignature(String input, OnnxJavaType inputType, String output, OnnxJavaType outputType) {

    private static final String ALLOWED_INPUT =
            "; allowed is one input: a tensor [batch, inputs] of float32 or float64 with a dynamic batch";
    private static final String ALLOWED_OUTPUT = "; allowed is one output of float32 or float64 that is the score:"
            + " a tensor [batch], [batch, 1], or [batch, classes] (its last column), named 'probabilities' when there are more";

    static OnnxSignature of(OrtSession session, int inputs) throws OrtException, BadModelException {
        NodeInfo input = soleInput(session.getInputInfo().values());
        OnnxJavaType inputType = inputType(input, inputs);
        NodeInfo output = scoreOutput(session.getOutputInfo().values());
        return new OnnxSignature(input.getName(), inputType, output.getName(), ((TensorInfo) output.getInfo()).type);
    }

    private static NodeInfo soleInput(Collection<NodeInfo> inputs) throws BadModelException {
        if (inputs.size() != 1) {
            throw new BadModelException("the model takes " + shown(inputs) + ALLOWED_INPUT);
        }
        return inputs.iterator().next();
    }

    private static OnnxJavaType inputType(NodeInfo input, int inputs) throws BadModelException {
        if (!(input.getInfo() instanceof TensorInfo tensor) || !isReal(tensor)) {
            throw new BadModelException("the model takes " + shown(input) + ALLOWED_INPUT);
        }
        long[] shape = tensor.getShape();
        if (shape.length != 2 || (shape[0] != -1 && shape[0] != 1)) {
            throw new BadModelException("the model takes " + shown(input) + ALLOWED_INPUT);
        }
        if (shape[1] != -1 && shape[1] != inputs) {
            throw new BadModelException(
                    "the model takes " + shape[1] + " values, the pipeline's model.inputs are " + inputs);
        }
        return tensor.type;
    }

    private static NodeInfo scoreOutput(Collection<NodeInfo> outputs) throws BadModelException {
        List<NodeInfo> candidates = new ArrayList<>();
        for (NodeInfo output : outputs) {
            if (!(output.getInfo() instanceof TensorInfo tensor)) {
                throw new BadModelException("output " + shown(output) + " is made by ZipMap, a list of maps;"
                        + " export the model without it (skl2onnx: options={id(model): {'zipmap': False}})");
            }
            int rank = tensor.getShape().length;
            if (isReal(tensor) && (rank == 1 || rank == 2)) {
                candidates.add(output);
            }
        }
        if (candidates.size() > 1) {
            candidates.removeIf(output -> !output.getName().equals("probabilities"));
        }
        if (candidates.size() != 1) {
            throw new BadModelException("the model gives " + shown(outputs) + ALLOWED_OUTPUT);
        }
        return candidates.get(0);
    }

    private static boolean isReal(TensorInfo tensor) {
        return tensor.type == OnnxJavaType.FLOAT || tensor.type == OnnxJavaType.DOUBLE;
    }

    private static String shown(Collection<NodeInfo> nodes) {
        return nodes.stream().map(OnnxSignature::shown).collect(Collectors.joining(" and "));
    }

    private static String shown(NodeInfo node) {
        return node.getInfo() instanceof TensorInfo tensor
                ? "'" + node.getName() + "', " + tensor.type + " " + Arrays.toString(tensor.getShape())
                : "'" + node.getName() + "'";
    }
}
