package io.streamgauge.benchmarks.scoring;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.util.Random;

/** Models of {@value #INPUTS} numbers, made here: what they say means nothing, what they cost does. */
public enum ScoredModel {
    LINEAR(0),
    TREES_100(100),
    TREES_500(500);

    static final int INPUTS = 30;
    /** Of each tree: 31 splits. */
    private static final int DEPTH = 5;

    private static final long SEED = 20_180_401;
    private static final String ML = "ai.onnx.ml";

    private final int trees;

    ScoredModel(int trees) {
        this.trees = trees;
    }

    /** What it is, in words. */
    String title() {
        return trees == 0 ? "linear" : trees + " trees of 31 splits";
    }

    /** The model's file. */
    byte[] bytes() {
        GraphProto graph = GraphProto.newBuilder()
                .setName("g")
                .addNode(trees == 0 ? linear() : new Trees().node(trees))
                .addInput(tensor("x", INPUTS))
                .addOutput(tensor("score", 1))
                .build();
        return ModelProto.newBuilder()
                .setIrVersion(6)
                .setGraph(graph)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(11))
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain(ML).setVersion(1))
                .build()
                .toByteArray();
    }

    /** Rows of numbers as features have them. */
    static float[][] rows(int count) {
        Random random = new Random(SEED);
        float[][] rows = new float[count][INPUTS];
        for (float[] row : rows) {
            for (int i = 0; i < INPUTS; i++) {
                row[i] = (float) random.nextGaussian();
            }
        }
        return rows;
    }

    private static NodeProto linear() {
        Random random = new Random(SEED);
        AttributeProto.Builder coefficients = attribute("coefficients", AttributeProto.AttributeType.FLOATS);
        for (int i = 0; i < INPUTS; i++) {
            coefficients.addFloats((float) random.nextGaussian());
        }
        return node("LinearRegressor")
                .addAttribute(coefficients)
                .addAttribute(attribute("intercepts", AttributeProto.AttributeType.FLOATS)
                        .addFloats(0))
                .build();
    }

    private static NodeProto.Builder node(String operator) {
        return NodeProto.newBuilder()
                .setOpType(operator)
                .setDomain(ML)
                .addInput("x")
                .addOutput("score");
    }

    private static AttributeProto.Builder attribute(String name, AttributeProto.AttributeType type) {
        return AttributeProto.newBuilder().setName(name).setType(type);
    }

    private static ValueInfoProto tensor(String name, int columns) {
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(DataType.FLOAT.getNumber())
                                .setShape(TensorShapeProto.newBuilder()
                                        .addDim(TensorShapeProto.Dimension.newBuilder()
                                                .setDimParam("n"))
                                        .addDim(TensorShapeProto.Dimension.newBuilder()
                                                .setDimValue(columns)))))
                .build();
    }

    /** Full trees, their nodes numbered as a heap's: n has its branches at 2n + 1 and 2n + 2. */
    private static final class Trees {

        private final Random random = new Random(SEED);
        private final AttributeProto.Builder treeIds = attribute("nodes_treeids", AttributeProto.AttributeType.INTS);
        private final AttributeProto.Builder nodeIds = attribute("nodes_nodeids", AttributeProto.AttributeType.INTS);
        private final AttributeProto.Builder inputs = attribute("nodes_featureids", AttributeProto.AttributeType.INTS);
        private final AttributeProto.Builder values = attribute("nodes_values", AttributeProto.AttributeType.FLOATS);
        private final AttributeProto.Builder trues = attribute("nodes_truenodeids", AttributeProto.AttributeType.INTS);
        private final AttributeProto.Builder falses =
                attribute("nodes_falsenodeids", AttributeProto.AttributeType.INTS);
        private final AttributeProto.Builder modes = attribute("nodes_modes", AttributeProto.AttributeType.STRINGS);
        private final AttributeProto.Builder leafTrees = attribute("target_treeids", AttributeProto.AttributeType.INTS);
        private final AttributeProto.Builder leafNodes = attribute("target_nodeids", AttributeProto.AttributeType.INTS);
        private final AttributeProto.Builder targets = attribute("target_ids", AttributeProto.AttributeType.INTS);
        private final AttributeProto.Builder weights = attribute("target_weights", AttributeProto.AttributeType.FLOATS);

        NodeProto node(int count) {
            int splits = (1 << DEPTH) - 1;
            for (int tree = 0; tree < count; tree++) {
                for (int id = 0; id < 2 * splits + 1; id++) {
                    add(tree, id, id >= splits);
                }
            }
            return ScoredModel.node("TreeEnsembleRegressor")
                    .addAttribute(treeIds)
                    .addAttribute(nodeIds)
                    .addAttribute(inputs)
                    .addAttribute(values)
                    .addAttribute(trues)
                    .addAttribute(falses)
                    .addAttribute(modes)
                    .addAttribute(leafTrees)
                    .addAttribute(leafNodes)
                    .addAttribute(targets)
                    .addAttribute(weights)
                    .addAttribute(attribute("n_targets", AttributeProto.AttributeType.INT)
                            .setI(1))
                    .build();
        }

        private void add(int tree, int id, boolean leaf) {
            treeIds.addInts(tree);
            nodeIds.addInts(id);
            inputs.addInts(leaf ? 0 : random.nextInt(INPUTS));
            values.addFloats(leaf ? 0 : (float) random.nextGaussian());
            trues.addInts(leaf ? 0 : 2L * id + 1);
            falses.addInts(leaf ? 0 : 2L * id + 2);
            modes.addStrings(ByteString.copyFromUtf8(leaf ? "LEAF" : "BRANCH_LEQ"));
            if (leaf) {
                leafTrees.addInts(tree);
                leafNodes.addInts(id);
                targets.addInts(0);
                weights.addFloats((float) random.nextGaussian());
            }
        }
    }
}
