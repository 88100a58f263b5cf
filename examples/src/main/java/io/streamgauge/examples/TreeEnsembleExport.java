package io.streamgauge.examples;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Writes a tree ensemble as ONNX: {@code features [n, inputs] -> TreeEnsembleRegressor -> log_odds -> Sigmoid -> score
 * [n, 1]}, all float. The sigmoid is a node of its own because ONNX Runtime leaves out the regressor's
 * {@code post_transform} LOGISTIC when there is one target. Equal ensembles give equal bytes.
 */
final class TreeEnsembleExport {

    private static final String ML_DOMAIN = "ai.onnx.ml";
    private static final int IR_VERSION = 7;
    private static final int OPSET = 13;
    private static final int ML_OPSET = 1;

    private TreeEnsembleExport() {}

    /**
     * The model file.
     *
     * @param name name of the graph
     * @param inputs how many features
     * @param metadata the model's properties, in order
     */
    static byte[] toOnnx(String name, TreeEnsemble ensemble, int inputs, Map<String, String> metadata) {
        GraphProto graph = GraphProto.newBuilder()
                .setName(name)
                .addInput(tensor("features", inputs))
                .addNode(regressor(ensemble))
                .addNode(NodeProto.newBuilder()
                        .setName("probability")
                        .setOpType("Sigmoid")
                        .addInput("log_odds")
                        .addOutput("score"))
                .addOutput(tensor("score", 1))
                .build();
        ModelProto.Builder model = ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("streamgauge-examples")
                .addOpsetImport(operators("", OPSET))
                .addOpsetImport(operators(ML_DOMAIN, ML_OPSET))
                .setGraph(graph);
        metadata.forEach((key, value) -> model.addMetadataProps(
                StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
        return model.build().toByteArray();
    }

    private static NodeProto regressor(TreeEnsemble ensemble) {
        Columns columns = new Columns();
        for (int tree = 0; tree < ensemble.trees().size(); tree++) {
            List<TreeNode> nodes = ensemble.trees().get(tree);
            for (int id = 0; id < nodes.size(); id++) {
                columns.add(tree, id, nodes.get(id));
            }
        }
        return columns.regressor();
    }

    /** The operator's attributes: parallel lists over all nodes of all trees, and over all leaves. */
    private static final class Columns {

        private final List<Long> treeIds = new ArrayList<>();
        private final List<Long> nodeIds = new ArrayList<>();
        private final List<Long> features = new ArrayList<>();
        private final List<Float> thresholds = new ArrayList<>();
        private final List<ByteString> modes = new ArrayList<>();
        private final List<Long> whenTrue = new ArrayList<>();
        private final List<Long> whenFalse = new ArrayList<>();
        private final List<Long> missingIsTrue = new ArrayList<>();
        private final List<Long> leafTrees = new ArrayList<>();
        private final List<Long> leafNodes = new ArrayList<>();
        private final List<Long> leafTargets = new ArrayList<>();
        private final List<Float> leafValues = new ArrayList<>();

        void add(long tree, long id, TreeNode node) {
            treeIds.add(tree);
            nodeIds.add(id);
            features.add(node.leaf() ? 0L : node.feature());
            thresholds.add(node.leaf() ? 0f : node.value());
            modes.add(ByteString.copyFromUtf8(node.leaf() ? "LEAF" : "BRANCH_LT"));
            whenTrue.add((long) node.left());
            whenFalse.add((long) node.right());
            missingIsTrue.add(node.missingLeft() ? 1L : 0L);
            if (node.leaf()) {
                leafTrees.add(tree);
                leafNodes.add(id);
                leafTargets.add(0L);
                leafValues.add(node.value());
            }
        }

        NodeProto regressor() {
            return NodeProto.newBuilder()
                    .setName("trees")
                    .setOpType("TreeEnsembleRegressor")
                    .setDomain(ML_DOMAIN)
                    .addInput("features")
                    .addOutput("log_odds")
                    .addAttribute(attribute("n_targets", AttributeProto.AttributeType.INT)
                            .setI(1))
                    .addAttribute(longs("nodes_treeids", treeIds))
                    .addAttribute(longs("nodes_nodeids", nodeIds))
                    .addAttribute(longs("nodes_featureids", features))
                    .addAttribute(floats("nodes_values", thresholds))
                    .addAttribute(attribute("nodes_modes", AttributeProto.AttributeType.STRINGS)
                            .addAllStrings(modes))
                    .addAttribute(longs("nodes_truenodeids", whenTrue))
                    .addAttribute(longs("nodes_falsenodeids", whenFalse))
                    .addAttribute(longs("nodes_missing_value_tracks_true", missingIsTrue))
                    .addAttribute(longs("target_treeids", leafTrees))
                    .addAttribute(longs("target_nodeids", leafNodes))
                    .addAttribute(longs("target_ids", leafTargets))
                    .addAttribute(floats("target_weights", leafValues))
                    .build();
        }
    }

    private static AttributeProto.Builder attribute(String name, AttributeProto.AttributeType type) {
        return AttributeProto.newBuilder().setName(name).setType(type);
    }

    private static AttributeProto.Builder longs(String name, List<Long> values) {
        return attribute(name, AttributeProto.AttributeType.INTS).addAllInts(values);
    }

    private static AttributeProto.Builder floats(String name, List<Float> values) {
        return attribute(name, AttributeProto.AttributeType.FLOATS).addAllFloats(values);
    }

    private static OperatorSetIdProto operators(String domain, long version) {
        return OperatorSetIdProto.newBuilder()
                .setDomain(domain)
                .setVersion(version)
                .build();
    }

    private static ValueInfoProto tensor(String name, int columns) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder()
                .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("n"))
                .addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(columns));
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(TensorProto.DataType.FLOAT.getNumber())
                                .setShape(shape)))
                .build();
    }
}
