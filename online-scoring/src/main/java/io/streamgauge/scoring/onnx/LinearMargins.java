package io.streamgauge.scoring.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.streamgauge.scoring.BadModelException;
import java.util.ArrayList;
import java.util.List;

/** Reads the weights of a LinearRegressor, a LinearClassifier, a Gemm, or a MatMul. */
final class LinearMargins {

    private LinearMargins() {}

    /** Of a node with rows of coefficients, one for each column of the answer. */
    static Margins ofNode(NodeProto node) throws BadModelException {
        NodeAttributes attributes = new NodeAttributes(node);
        double[] coefficients = attributes.reals("coefficients");
        Margins.Link link = Margins.Link.named(attributes.text("post_transform", "NONE"));
        boolean classifier = node.getOpType().equals("LinearClassifier");
        int classes =
                Math.max(attributes.texts("classlabels_strings").size(), attributes.wholes("classlabels_ints").length);
        double[] intercepts = attributes.reals("intercepts");
        int rows = classifier
                ? Math.max(1, intercepts.length == 0 ? classes : intercepts.length)
                : (int) attributes.whole("targets", 1);
        if (coefficients.length == 0 || coefficients.length % rows != 0) {
            throw new BadModelException(OnnxGraph.shown(node) + " has " + coefficients.length + " coefficients for "
                    + rows + " columns of its answer");
        }
        if (classifier && rows != classes) {
            throw new BadModelException("model.reasons: " + OnnxGraph.shown(node) + " has " + rows
                    + " rows of coefficients for " + classes + " classes; expected one for each");
        }
        int width = coefficients.length / rows;
        List<Margins.Margin> all = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            List<Double> weights = new ArrayList<>(width);
            for (int column = 0; column < width; column++) {
                weights.add(coefficients[row * width + column]);
            }
            all.add(new Margins.Linear(row < intercepts.length ? intercepts[row] : 0, weights));
        }
        return new Margins(all, link);
    }

    /**
     * Of a product with a constant matrix.
     *
     * @param matrix [inputs, answers], or [answers, inputs] where {@code transposed}
     * @param intercepts none, one for all, or one for each answer
     */
    static Margins ofMatrix(TensorProto matrix, boolean transposed, double[] intercepts) throws BadModelException {
        if (matrix.getDimsCount() > 2 || matrix.getDimsCount() == 0) {
            throw new BadModelException("model.reasons: the weights '" + matrix.getName() + "' are "
                    + matrix.getDimsList() + "; expected [inputs, answers]");
        }
        double[] numbers = NodeAttributes.numbers(matrix);
        int first = (int) matrix.getDims(0);
        int second = matrix.getDimsCount() == 2 ? (int) matrix.getDims(1) : 1;
        int answers = transposed ? first : second;
        int width = transposed ? second : first;
        List<Margins.Margin> all = new ArrayList<>();
        for (int answer = 0; answer < answers; answer++) {
            List<Double> weights = new ArrayList<>(width);
            for (int column = 0; column < width; column++) {
                weights.add(numbers[transposed ? answer * width + column : column * answers + answer]);
            }
            double intercept = intercepts.length == 0 ? 0 : intercepts[intercepts.length == 1 ? 0 : answer];
            all.add(new Margins.Linear(intercept, weights));
        }
        return new Margins(all, Margins.Link.NONE);
    }
}
