package io.streamgauge.scoring.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Small ONNX models, written byte for byte by the tests that serve them. */
public final class TestingModels {

    static final String ML = "ai.onnx.ml";
    static final int BATCH = -1;

    private TestingModels() {}

    /** {@code coefficients . x + intercept} as {@code [batch, 1]}, with the inputs' names in its metadata. */
    public static ModelProto linear(List<String> inputs, float intercept, float... coefficients) {
        NodeProto node = linearNode(intercept, coefficients);
        return model(inputs, graph(node, tensor("x", DataType.FLOAT, BATCH, coefficients.length), score(BATCH, 1)));
    }

    /** The same, with the output as {@code [batch]}. */
    static ModelProto flatLinear(float intercept, float... coefficients) {
        GraphProto graph = GraphProto.newBuilder()
                .setName("flat")
                .addNode(linearNode(intercept, coefficients).toBuilder().setOutput(0, "column"))
                .addNode(NodeProto.newBuilder()
                        .setOpType("Flatten")
                        .addInput("column")
                        .addOutput("row")
                        .addAttribute(number("axis", 0)))
                .addNode(NodeProto.newBuilder()
                        .setOpType("Squeeze")
                        .addInput("row")
                        .addOutput("score")
                        .addAttribute(numbers("axes", List.of(0L))))
                .addInput(tensor("x", DataType.FLOAT, BATCH, coefficients.length))
                .addOutput(score(BATCH))
                .build();
        return model(List.of(), graph);
    }

    /** A model whose input is {@code input} and whose output is the input itself. */
    static ModelProto identity(ValueInfoProto input, ValueInfoProto output) {
        NodeProto node = NodeProto.newBuilder()
                .setOpType("Identity")
                .addInput(input.getName())
                .addOutput(output.getName())
                .build();
        return model(List.of(), graph(node, input, output));
    }

    /** A binary classifier: int64 {@code label}, and {@code probabilities} as a tensor or behind a ZipMap. */
    static ModelProto classifier(boolean zipMap, float intercept, float... coefficients) {
        List<Float> both = new ArrayList<>();
        for (float coefficient : coefficients) {
            both.add(-coefficient);
        }
        for (float coefficient : coefficients) {
            both.add(coefficient);
        }
        NodeProto.Builder classifier = NodeProto.newBuilder()
                .setOpType("LinearClassifier")
                .setDomain(ML)
                .addInput("x")
                .addOutput("label")
                .addOutput("probabilities")
                .addAttribute(floats("coefficients", both))
                .addAttribute(floats("intercepts", List.of(-intercept, intercept)))
                .addAttribute(numbers("classlabels_ints", List.of(0L, 1L)))
                .addAttribute(text("post_transform", "SOFTMAX"));
        GraphProto.Builder graph = GraphProto.newBuilder()
                .setName("classifier")
                .addNode(classifier)
                .addInput(tensor("x", DataType.FLOAT, BATCH, coefficients.length))
                .addOutput(tensor("label", DataType.INT64, BATCH));
        if (zipMap) {
            graph.addNode(NodeProto.newBuilder()
                    .setOpType("ZipMap")
                    .setDomain(ML)
                    .addInput("probabilities")
                    .addOutput("zipped")
                    .addAttribute(numbers("classlabels_int64s", List.of(0L, 1L))));
            graph.addOutput(zipped("zipped"));
        } else {
            graph.addOutput(tensor("probabilities", DataType.FLOAT, BATCH, 2));
        }
        return model(List.of(), graph.build());
    }

    /** A tree ensemble that adds up its leaves. */
    static ModelProto trees(TestingTrees trees, int features) {
        TreeAttributes attributes = new TreeAttributes();
        for (int tree = 0; tree < trees.trees.size(); tree++) {
            List<TestingTrees.Node> nodes = trees.trees.get(tree);
            for (int id = 0; id < nodes.size(); id++) {
                attributes.add(tree, id, nodes.get(id));
            }
        }
        return model(
                List.of(), graph(attributes.node(), tensor("x", DataType.FLOAT, BATCH, features), score(BATCH, 1)));
    }

    /** The attributes of a TreeEnsembleRegressor, one list element per node. */
    private static final class TreeAttributes {

        private final List<Long> treeIds = new ArrayList<>();
        private final List<Long> nodeIds = new ArrayList<>();
        private final List<Long> features = new ArrayList<>();
        private final List<Float> values = new ArrayList<>();
        private final List<Long> lefts = new ArrayList<>();
        private final List<Long> rights = new ArrayList<>();
        private final List<Long> missingLefts = new ArrayList<>();
        private final List<String> modes = new ArrayList<>();
        private final List<Long> leafTrees = new ArrayList<>();
        private final List<Long> leafNodes = new ArrayList<>();
        private final List<Float> leafValues = new ArrayList<>();

        void add(long tree, long id, TestingTrees.Node node) {
            boolean leaf = node.feature() < 0;
            treeIds.add(tree);
            nodeIds.add(id);
            features.add(leaf ? 0L : node.feature());
            values.add(leaf ? 0 : node.value());
            lefts.add((long) node.left());
            rights.add((long) node.right());
            missingLefts.add(node.missingLeft() ? 1L : 0L);
            modes.add(leaf ? "LEAF" : "BRANCH_LEQ");
            if (leaf) {
                leafTrees.add(tree);
                leafNodes.add(id);
                leafValues.add(node.value());
            }
        }

        NodeProto node() {
            return NodeProto.newBuilder()
                    .setOpType("TreeEnsembleRegressor")
                    .setDomain(ML)
                    .addInput("x")
                    .addOutput("score")
                    .addAttribute(numbers("nodes_treeids", treeIds))
                    .addAttribute(numbers("nodes_nodeids", nodeIds))
                    .addAttribute(numbers("nodes_featureids", features))
                    .addAttribute(floats("nodes_values", values))
                    .addAttribute(numbers("nodes_truenodeids", lefts))
                    .addAttribute(numbers("nodes_falsenodeids", rights))
                    .addAttribute(numbers("nodes_missing_value_tracks_true", missingLefts))
                    .addAttribute(texts("nodes_modes", modes))
                    .addAttribute(numbers("target_treeids", leafTrees))
                    .addAttribute(numbers("target_nodeids", leafNodes))
                    .addAttribute(numbers(
                            "target_ids", leafTrees.stream().map(t -> 0L).toList()))
                    .addAttribute(floats("target_weights", leafValues))
                    .addAttribute(number("n_targets", 1))
                    .build();
        }
    }

    /** Writes a model into a new file of {@code directory}. */
    public static Path write(ModelProto model, Path directory) throws IOException {
        Path file = Files.createTempFile(directory, "model", ".onnx");
        return Files.write(file, model.toByteArray());
    }

    /** A tensor of a type and shape; -1 is a dynamic dimension. */
    static ValueInfoProto tensor(String name, DataType type, int... shape) {
        TensorShapeProto.Builder dimensions = TensorShapeProto.newBuilder();
        for (int size : shape) {
            TensorShapeProto.Dimension.Builder dimension = dimensions.addDimBuilder();
            if (size == BATCH) {
                dimension.setDimParam("n");
            } else {
                dimension.setDimValue(size);
            }
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(type.getNumber())
                                .setShape(dimensions)))
                .build();
    }

    static ValueInfoProto score(int... shape) {
        return tensor("score", DataType.FLOAT, shape);
    }

    static ValueInfoProto zipped(String name) {
        TypeProto number = TypeProto.newBuilder()
                .setTensorType(TypeProto.Tensor.newBuilder().setElemType(DataType.FLOAT.getNumber()))
                .build();
        TypeProto map = TypeProto.newBuilder()
                .setMapType(TypeProto.Map.newBuilder()
                        .setKeyType(DataType.INT64.getNumber())
                        .setValueType(number))
                .build();
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setSequenceType(TypeProto.Sequence.newBuilder().setElemType(map)))
                .build();
    }

    private static NodeProto linearNode(float intercept, float... coefficients) {
        List<Float> values = new ArrayList<>();
        for (float coefficient : coefficients) {
            values.add(coefficient);
        }
        return NodeProto.newBuilder()
                .setOpType("LinearRegressor")
                .setDomain(ML)
                .addInput("x")
                .addOutput("score")
                .addAttribute(floats("coefficients", values))
                .addAttribute(floats("intercepts", List.of(intercept)))
                .build();
    }

    private static GraphProto graph(NodeProto node, ValueInfoProto input, ValueInfoProto output) {
        return GraphProto.newBuilder()
                .setName("test")
                .addNode(node)
                .addInput(input)
                .addOutput(output)
                .build();
    }

    /** A model whose metadata names its inputs, unless there are none to name. */
    static ModelProto model(List<String> inputs, GraphProto graph) {
        ModelProto.Builder model = ModelProto.newBuilder()
                .setIrVersion(6)
                .setProducerName("test")
                .setGraph(graph)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(11))
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain(ML).setVersion(2));
        return inputs.isEmpty()
                ? model.build()
                : withInputs(model.build(), "[\"" + String.join("\",\"", inputs) + "\"]");
    }

    /** The model with {@code json} as its metadata property of input names. */
    static ModelProto withInputs(ModelProto model, String json) {
        return model.toBuilder()
                .addMetadataProps(StringStringEntryProto.newBuilder()
                        .setKey(OnnxModel.INPUTS_PROPERTY)
                        .setValue(json))
                .build();
    }

    static AttributeProto number(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    static AttributeProto numbers(String name, List<Long> values) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INTS)
                .addAllInts(values)
                .build();
    }

    static AttributeProto real(String name, float value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.FLOAT)
                .setF(value)
                .build();
    }

    static AttributeProto floats(String name, List<Float> values) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.FLOATS)
                .addAllFloats(values)
                .build();
    }

    static AttributeProto text(String name, String value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.STRING)
                .setS(ByteString.copyFromUtf8(value))
                .build();
    }

    static AttributeProto texts(String name, List<String> values) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.STRINGS)
                .addAllStrings(values.stream().map(ByteString::copyFromUtf8).toList())
                .build();
    }
}
