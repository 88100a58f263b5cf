package io.streamgauge.scoring.onnx;

import static io.streamgauge.scoring.onnx.TestingModels.BATCH;
import static io.streamgauge.scoring.onnx.TestingModels.ML;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.ArrayList;
import java.util.List;

/** Models that tell reasons: with what their shares are told against, and with scalers and encoders before the weights. */
public final class TestingReasons {

    private TestingReasons() {}

    /** The model with {@code json} as its background. */
    public static ModelProto withBackground(ModelProto model, String json) {
        return model.toBuilder()
                .addMetadataProps(StringStringEntryProto.newBuilder()
                        .setKey(OnnxModel.BACKGROUND_PROPERTY)
                        .setValue(json))
                .build();
    }

    /** The model of one node with covers of its trees' nodes. */
    static ModelProto withCovers(ModelProto model, List<Float> covers) {
        ModelProto.Builder changed = model.toBuilder();
        changed.getGraphBuilder().getNodeBuilder(0).addAttribute(TestingModels.floats("nodes_hitrates", covers));
        return changed.build();
    }

    /** A stump of two columns: a first of 5 or less gives 1, one of more -1. */
    public static ModelProto stump() {
        return stump(List.of());
    }

    /** The same with further attributes. */
    static ModelProto stump(List<AttributeProto> more) {
        NodeProto node = NodeProto.newBuilder()
                .setOpType("TreeEnsembleRegressor")
                .setDomain(ML)
                .addInput("x")
                .addOutput("score")
                .addAttribute(TestingModels.numbers("nodes_treeids", List.of(0L, 0L, 0L)))
                .addAttribute(TestingModels.numbers("nodes_nodeids", List.of(0L, 1L, 2L)))
                .addAttribute(TestingModels.numbers("nodes_featureids", List.of(0L, 0L, 0L)))
                .addAttribute(TestingModels.floats("nodes_values", List.of(5f, 0f, 0f)))
                .addAttribute(TestingModels.numbers("nodes_truenodeids", List.of(1L, 0L, 0L)))
                .addAttribute(TestingModels.numbers("nodes_falsenodeids", List.of(2L, 0L, 0L)))
                .addAttribute(TestingModels.texts("nodes_modes", List.of("BRANCH_LEQ", "LEAF", "LEAF")))
                .addAttribute(TestingModels.numbers("target_treeids", List.of(0L, 0L)))
                .addAttribute(TestingModels.numbers("target_nodeids", List.of(1L, 2L)))
                .addAttribute(TestingModels.numbers("target_ids", List.of(0L, 0L)))
                .addAttribute(TestingModels.floats("target_weights", List.of(1f, -1f)))
                .addAttribute(TestingModels.number("n_targets", 1))
                .addAllAttribute(more)
                .build();
        return one(node, 2);
    }

    private static ModelProto one(NodeProto node, int columns) {
        return TestingModels.model(
                List.of(),
                GraphProto.newBuilder()
                        .setName("one")
                        .addNode(node)
                        .addInput(TestingModels.tensor("x", DataType.FLOAT, BATCH, columns))
                        .addOutput(TestingModels.score(BATCH, 1))
                        .build());
    }

    /**
     * What scikit-learn exports of a pipeline: {@code amount} and {@code count}, joined, imputed and scaled, and {@code shop},
     * encoded, before a logistic regression of two classes behind a ZipMap.
     */
    static ModelProto encoded() {
        List<Float> weights = List.of(0.5f, -1f, 2f, -0.25f);
        List<Float> both = new ArrayList<>();
        weights.forEach(weight -> both.add(-weight));
        both.addAll(weights);
        GraphProto.Builder graph = GraphProto.newBuilder()
                .setName("encoded")
                .addInput(TestingModels.tensor("amount", DataType.FLOAT, BATCH, 1))
                .addInput(TestingModels.tensor("count", DataType.FLOAT, BATCH, 1))
                .addInput(TestingModels.tensor("shop", DataType.STRING, BATCH, 1))
                .addInitializer(TensorProto.newBuilder()
                        .setName("shape")
                        .setDataType(DataType.INT64.getNumber())
                        .addDims(2)
                        .addInt64Data(-1)
                        .addInt64Data(2))
                .addNode(NodeProto.newBuilder()
                        .setOpType("Concat")
                        .addInput("amount")
                        .addInput("count")
                        .addOutput("joined")
                        .addAttribute(TestingModels.number("axis", 1)))
                .addNode(ml("Imputer", "joined", "imputed")
                        .addAttribute(TestingModels.floats("imputed_value_floats", List.of(3f, 4f)))
                        .addAttribute(TestingModels.real("replaced_value_float", Float.NaN)))
                .addNode(ml("Scaler", "imputed", "scaled")
                        .addAttribute(TestingModels.floats("offset", List.of(1f, 2f)))
                        .addAttribute(TestingModels.floats("scale", List.of(0.5f, 0.25f))))
                .addNode(ml("OneHotEncoder", "shop", "hot")
                        .addAttribute(TestingModels.texts("cats_strings", List.of("north", "south")))
                        .addAttribute(TestingModels.number("zeros", 1)))
                .addNode(NodeProto.newBuilder()
                        .setOpType("Reshape")
                        .addInput("hot")
                        .addInput("shape")
                        .addOutput("flat"))
                .addNode(NodeProto.newBuilder()
                        .setOpType("Concat")
                        .addInput("scaled")
                        .addInput("flat")
                        .addOutput("all")
                        .addAttribute(TestingModels.number("axis", 1)))
                .addNode(ml("LinearClassifier", "all", "label")
                        .addOutput("unzipped")
                        .addAttribute(TestingModels.floats("coefficients", both))
                        .addAttribute(TestingModels.floats("intercepts", List.of(-0.125f, 0.125f)))
                        .addAttribute(TestingModels.numbers("classlabels_ints", List.of(0L, 1L)))
                        .addAttribute(TestingModels.text("post_transform", "LOGISTIC")))
                .addNode(ml("ZipMap", "unzipped", "probabilities")
                        .addAttribute(TestingModels.numbers("classlabels_int64s", List.of(0L, 1L))))
                .addOutput(TestingModels.tensor("label", DataType.INT64, BATCH))
                .addOutput(TestingModels.zipped("probabilities"));
        return TestingModels.model(List.of(), graph.build());
    }

    private static NodeProto.Builder ml(String operator, String input, String output) {
        return NodeProto.newBuilder()
                .setOpType(operator)
                .setDomain(ML)
                .addInput(input)
                .addOutput(output);
    }

    /** Doubles, scaled by Sub and Div, times a matrix and more, through a Sigmoid. */
    static ModelProto doubles() {
        GraphProto.Builder graph = GraphProto.newBuilder()
                .setName("doubles")
                .addInput(TestingModels.tensor("x", DataType.DOUBLE, BATCH, 3))
                .addInitializer(doubles("mean", List.of(3L), 1, 2, 3))
                .addInitializer(doubles("deviation", List.of(3L), 2, 4, 8))
                .addInitializer(doubles("weights", List.of(3L, 1L), 0.5, -1.5, 2.5))
                .addInitializer(doubles("intercept", List.of(1L), 0.75))
                .addNode(two("Sub", "x", "mean", "centred"))
                .addNode(two("Div", "centred", "deviation", "scaled"))
                .addNode(two("MatMul", "scaled", "weights", "product"))
                .addNode(two("Add", "product", "intercept", "margin"))
                .addNode(NodeProto.newBuilder()
                        .setOpType("Sigmoid")
                        .addInput("margin")
                        .addOutput("score"))
                .addOutput(TestingModels.tensor("score", DataType.DOUBLE, BATCH, 1));
        return TestingModels.model(List.of(), graph.build());
    }

    private static NodeProto two(String operator, String left, String right, String output) {
        return NodeProto.newBuilder()
                .setOpType(operator)
                .addInput(left)
                .addInput(right)
                .addOutput(output)
                .build();
    }

    private static TensorProto doubles(String name, List<Long> shape, double... values) {
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setName(name)
                .setDataType(DataType.DOUBLE.getNumber())
                .addAllDims(shape);
        for (double value : values) {
            tensor.addDoubleData(value);
        }
        return tensor.build();
    }
}
