package io.streamgauge.scoring.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import io.streamgauge.scoring.BadModelException;
import java.util.Set;

/**
 * Whether every node of a model makes a row of its output from the same row of its input, by steps that are the same
 * however many rows there are. Trees are walked and added up row by row; comparisons, additions and the like are rounded
 * once, so the width of the processor's instructions does not show. The one function among them, the sigmoid that many
 * tree models end in, is one polynomial whether eight numbers are computed at a time or the rest of them; {@link
 * TogetherCheck} holds the host to that. Left out is what does not promise it: sums of products (linear models, networks),
 * whose order depends on the number of rows, and the functions that are computed in more than one way.
 */
final class RowByRow {

    private static final Set<String> ALWAYS = Set.of(
            "TreeEnsemble",
            "TreeEnsembleClassifier",
            "TreeEnsembleRegressor",
            "ArrayFeatureExtractor",
            "Binarizer",
            "FeatureVectorizer",
            "Imputer",
            "LabelEncoder",
            "OneHotEncoder",
            "Scaler",
            "ZipMap",
            "Abs",
            "Add",
            "And",
            "Cast",
            "Constant",
            "Div",
            "Equal",
            "Greater",
            "GreaterOrEqual",
            "Identity",
            "IsNaN",
            "Less",
            "LessOrEqual",
            "Mul",
            "Neg",
            "Not",
            "Or",
            "Sigmoid",
            "Sub",
            "Where");

    /** Of these, by their attribute {@code axis}: along any but that of the rows. */
    private static final Set<String> ALONG_A_ROW = Set.of("ArgMax", "ArgMin", "Concat", "Gather");

    private RowByRow() {}

    static boolean holds(byte[] bytes) {
        try {
            ModelProto model = ModelProto.parseFrom(bytes);
            OnnxGraph graph = new OnnxGraph(model);
            return model.getFunctionsCount() == 0
                    && model.getGraph().getNodeList().stream().allMatch(node -> holds(graph, node));
        } catch (InvalidProtocolBufferException e) {
            return false;
        }
    }

    private static boolean holds(OnnxGraph graph, NodeProto node) {
        String operator = node.getOpType();
        if (!Set.of(AllowedOperators.STANDARD, AllowedOperators.STANDARD_NAMED, AllowedOperators.ML)
                .contains(node.getDomain())) {
            return false;
        }
        NodeAttributes attributes = new NodeAttributes(node);
        if (ALONG_A_ROW.contains(operator)) {
            return attributes.whole("axis", 0) == 1;
        }
        return switch (operator) {
            case "Flatten" -> attributes.whole("axis", 1) == 1;
            case "Reshape" -> keepsRows(graph, node);
            default -> ALWAYS.contains(operator);
        };
    }

    /** Whether the shape begins with whatever number of rows there is. */
    private static boolean keepsRows(OnnxGraph graph, NodeProto node) {
        try {
            TensorProto shape = graph.constant(node, 1);
            double[] dimensions = NodeAttributes.numbers(shape);
            return dimensions.length > 0 && (dimensions[0] == -1 || dimensions[0] == 0);
        } catch (BadModelException e) {
            return false;
        }
    }
}
