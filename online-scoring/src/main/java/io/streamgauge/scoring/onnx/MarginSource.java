package io.streamgauge.scoring.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnxruntime.OrtException;
import io.streamgauge.scoring.BadModelException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a score comes from: the margins, and the tensor whose columns they are made of. Found by going back from the score's
 * output through what leaves its numbers as they are.
 *
 * @param margins what is added up
 * @param tensor name of the tensor
 */
record MarginSource(Margins margins, String tensor) {

    private static final Set<String> PASSING =
            Set.of("Identity", "Cast", "Reshape", "Flatten", "Squeeze", "Unsqueeze", "ZipMap");

    static MarginSource of(OnnxGraph graph, String output, LeafAnswers leaves) throws BadModelException, OrtException {
        String at = output;
        Margins.Link link = Margins.Link.NONE;
        while (true) {
            NodeProto node = graph.maker(at);
            String operator = node == null ? "" : node.getOpType();
            if (node != null && PASSING.contains(operator)) {
                at = node.getInput(0);
            } else if (node != null && link == Margins.Link.NONE && operator.equals("Sigmoid")) {
                link = Margins.Link.LOGISTIC;
                at = node.getInput(0);
            } else if (node != null && link == Margins.Link.NONE && operator.equals("Softmax")) {
                link = Margins.Link.SOFTMAX;
                at = node.getInput(0);
            } else {
                Optional<MarginSource> forest = link == Margins.Link.NONE && node != null
                        ? new IsolationForest(graph, leaves).of(node)
                        : Optional.empty();
                return forest.isPresent() ? forest.get() : linked(source(graph, node, at), link);
            }
        }
    }

    private static MarginSource linked(MarginSource source, Margins.Link link) throws BadModelException {
        if (link == Margins.Link.NONE) {
            return source;
        }
        if (source.margins.link() != Margins.Link.NONE) {
            throw new BadModelException("model.reasons: the model transforms its margins twice");
        }
        return new MarginSource(new Margins(source.margins.columns(), link), source.tensor);
    }

    private static MarginSource source(OnnxGraph graph, @Nullable NodeProto node, String output)
            throws BadModelException {
        String operator = node == null ? "no node" : OnnxGraph.shown(node);
        if (node != null) {
            switch (node.getOpType()) {
                case "TreeEnsembleRegressor", "TreeEnsembleClassifier" -> {
                    return new MarginSource(TreeMargins.of(node), node.getInput(0));
                }
                case "TreeEnsemble" -> {
                    return new MarginSource(TreeEnsembleMargins.of(node), node.getInput(0));
                }
                case "LinearRegressor", "LinearClassifier" -> {
                    return new MarginSource(LinearMargins.ofNode(node), node.getInput(0));
                }
                case "Gemm" -> {
                    return gemm(graph, node);
                }
                case "MatMul" -> {
                    return product(graph, node, new double[0]);
                }
                case "Add" -> {
                    return sum(graph, node);
                }
                default -> {
                    // told below
                }
            }
        }
        throw new BadModelException("model.reasons: '" + output + "' is made by " + operator
                + "; reasons are given for scores of TreeEnsembleRegressor, TreeEnsembleClassifier, TreeEnsemble,"
                + " LinearRegressor, LinearClassifier, Gemm or MatMul with constant weights, and of isolation forests as"
                + " skl2onnx writes them");
    }

    private static MarginSource product(OnnxGraph graph, NodeProto node, double[] intercepts) throws BadModelException {
        return new MarginSource(LinearMargins.ofMatrix(graph.constant(node, 1), false, intercepts), node.getInput(0));
    }

    private static MarginSource gemm(OnnxGraph graph, NodeProto node) throws BadModelException {
        NodeAttributes attributes = new NodeAttributes(node);
        if (attributes.real("alpha", 1) != 1 || attributes.real("beta", 1) != 1 || attributes.whole("transA", 0) != 0) {
            throw new BadModelException("model.reasons: Gemm with alpha, beta or transA; expected none");
        }
        double[] intercepts =
                node.getInputCount() > 2 ? NodeAttributes.numbers(graph.constant(node, 2)) : new double[0];
        return new MarginSource(
                LinearMargins.ofMatrix(graph.constant(node, 1), attributes.whole("transB", 0) != 0, intercepts),
                node.getInput(0));
    }

    private static MarginSource sum(OnnxGraph graph, NodeProto node) throws BadModelException {
        TensorProto right = graph.constant(node.getInput(1));
        String other = right == null ? node.getInput(1) : node.getInput(0);
        TensorProto intercepts = right == null ? graph.constant(node, 0) : right;
        NodeProto product = graph.maker(other);
        if (product == null || !product.getOpType().equals("MatMul")) {
            throw new BadModelException(
                    "model.reasons: the score is a sum of more than a product with constant weights");
        }
        return product(graph, product, NodeAttributes.numbers(intercepts));
    }
}
