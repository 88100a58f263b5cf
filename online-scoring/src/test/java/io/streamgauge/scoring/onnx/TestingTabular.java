package io.streamgauge.scoring.onnx;

import static io.streamgauge.scoring.onnx.TestingModels.BATCH;
import static io.streamgauge.scoring.onnx.TestingModels.ML;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.List;

/** Small models of several inputs and outputs, of every type that tables have. */
public final class TestingTabular {

    /** What {@link #mixed} adds for a shop: 10 for north, 20 for south, -1 for any other. */
    private static final List<String> SHOPS = List.of("north", "south");

    private TestingTabular() {}

    /**
     * A model of the inputs {@code amount} (float32), {@code exact} (float64, {@code [batch]}), {@code n} (int64), {@code i}
     * (int32), {@code ok} (bool) and {@code shop} (text). It gives {@code score}, their sum with a number for the shop;
     * {@code label}, the shop itself; {@code parts}, the six numbers; {@code count}, {@code n} itself.
     */
    public static ModelProto mixed() {
        return mixed("amount", "exact", "n", "i", "ok", "shop");
    }

    /** The same under other names of inputs. */
    static ModelProto mixed(String amount, String exact, String n, String i, String ok, String shop) {
        GraphProto.Builder graph = GraphProto.newBuilder()
                .setName("mixed")
                .addInput(TestingModels.tensor(amount, DataType.FLOAT, BATCH, 1))
                .addInput(TestingModels.tensor(exact, DataType.DOUBLE, BATCH))
                .addInput(TestingModels.tensor(n, DataType.INT64, BATCH, 1))
                .addInput(TestingModels.tensor(i, DataType.INT32, BATCH, 1))
                .addInput(TestingModels.tensor(ok, DataType.BOOL, BATCH, 1))
                .addInput(TestingModels.tensor(shop, DataType.STRING, BATCH, 1))
                .addNode(node("Unsqueeze", exact, "exact_column", TestingModels.numbers("axes", List.of(1L))))
                .addNode(toFloat("exact_column", "exact_f"))
                .addNode(toFloat(n, "n_f"))
                .addNode(toFloat(i, "i_f"))
                .addNode(toFloat(ok, "ok_f"))
                .addNode(node(
                                "LabelEncoder",
                                shop,
                                "shop_f",
                                TestingModels.texts("keys_strings", SHOPS),
                                TestingModels.floats("values_floats", List.of(10f, 20f)),
                                TestingModels.real("default_float", -1f))
                        .toBuilder()
                        .setDomain(ML));
        List<String> parts = List.of(amount, "exact_f", "n_f", "i_f", "ok_f", "shop_f");
        return TestingModels.model(
                List.of(),
                graph.addNode(NodeProto.newBuilder()
                                .setOpType("Sum")
                                .addAllInput(parts)
                                .addOutput("score"))
                        .addNode(NodeProto.newBuilder()
                                .setOpType("Concat")
                                .addAllInput(parts)
                                .addOutput("parts")
                                .addAttribute(TestingModels.number("axis", 1)))
                        .addNode(node("Identity", shop, "label"))
                        .addNode(node("Identity", n, "count"))
                        .addOutput(TestingModels.score(BATCH, 1))
                        .addOutput(TestingModels.tensor("label", DataType.STRING, BATCH, 1))
                        .addOutput(TestingModels.tensor("parts", DataType.FLOAT, BATCH, 6))
                        .addOutput(TestingModels.tensor("count", DataType.INT64, BATCH, 1))
                        .build());
    }

    /** A sum of two inputs of two columns each. */
    static ModelProto groups(String left, String right) {
        GraphProto.Builder graph = GraphProto.newBuilder()
                .setName("groups")
                .addInput(TestingModels.tensor(left, DataType.FLOAT, BATCH, 2))
                .addInput(TestingModels.tensor(right, DataType.FLOAT, BATCH, 2))
                .addNode(NodeProto.newBuilder()
                        .setOpType("Concat")
                        .addInput(left)
                        .addInput(right)
                        .addOutput("all")
                        .addAttribute(TestingModels.number("axis", 1)))
                .addNode(node(
                                "LinearRegressor",
                                "all",
                                "score",
                                TestingModels.floats("coefficients", List.of(1f, 10f, 100f, 1000f)))
                        .toBuilder()
                        .setDomain(ML))
                .addOutput(TestingModels.score(BATCH, 1));
        return TestingModels.model(List.of(), graph.build());
    }

    /**
     * A classifier of three classes by the greatest of three numbers: {@code label}, a text, and {@code probabilities}, a
     * tensor or behind a ZipMap.
     */
    static ModelProto classes(boolean zipMap, List<String> classes) {
        GraphProto.Builder graph = GraphProto.newBuilder()
                .setName("classes")
                .addInput(TestingModels.tensor("x", DataType.FLOAT, BATCH, 3))
                .addNode(NodeProto.newBuilder()
                        .setOpType("LinearClassifier")
                        .setDomain(ML)
                        .addInput("x")
                        .addOutput("label")
                        .addOutput(zipMap ? "unzipped" : "probabilities")
                        .addAttribute(TestingModels.floats("coefficients", List.of(1f, 0f, 0f, 0f, 1f, 0f, 0f, 0f, 1f)))
                        .addAttribute(TestingModels.floats("intercepts", List.of(0f, 0f, 0f)))
                        .addAttribute(TestingModels.texts("classlabels_strings", classes))
                        .addAttribute(TestingModels.text("post_transform", "SOFTMAX")))
                .addOutput(TestingModels.tensor("label", DataType.STRING, BATCH));
        if (zipMap) {
            graph.addNode(node(
                                    "ZipMap",
                                    "unzipped",
                                    "probabilities",
                                    TestingModels.texts("classlabels_strings", classes))
                            .toBuilder()
                            .setDomain(ML))
                    .addOutput(zipped());
        } else {
            graph.addOutput(TestingModels.tensor("probabilities", DataType.FLOAT, BATCH, 3));
        }
        return TestingModels.model(List.of(), graph.build());
    }

    /** Looks up a row of a table of {@code rows} rows, {@code row * 10 + 1}; an index beyond it fails. */
    static ModelProto lookup(int rows) {
        TensorProto.Builder table = TensorProto.newBuilder()
                .setName("table")
                .setDataType(DataType.FLOAT.getNumber())
                .addDims(rows);
        for (int row = 0; row < rows; row++) {
            table.addFloatData(row * 10 + 1);
        }
        GraphProto.Builder graph = GraphProto.newBuilder()
                .setName("lookup")
                .addInitializer(table)
                .addInput(TestingModels.tensor("row", DataType.INT64, BATCH, 1))
                .addNode(NodeProto.newBuilder()
                        .setOpType("Gather")
                        .addInput("table")
                        .addInput("row")
                        .addOutput("score"))
                .addOutput(TestingModels.score(BATCH, 1));
        return TestingModels.model(List.of(), graph.build());
    }

    private static ValueInfoProto zipped() {
        TypeProto number = TypeProto.newBuilder()
                .setTensorType(TypeProto.Tensor.newBuilder().setElemType(DataType.FLOAT.getNumber()))
                .build();
        TypeProto map = TypeProto.newBuilder()
                .setMapType(TypeProto.Map.newBuilder()
                        .setKeyType(DataType.STRING.getNumber())
                        .setValueType(number))
                .build();
        return ValueInfoProto.newBuilder()
                .setName("probabilities")
                .setType(TypeProto.newBuilder()
                        .setSequenceType(TypeProto.Sequence.newBuilder().setElemType(map)))
                .build();
    }

    private static NodeProto toFloat(String input, String output) {
        return node("Cast", input, output, TestingModels.number("to", DataType.FLOAT.getNumber()));
    }

    private static NodeProto node(String type, String input, String output, AttributeProto... attributes) {
        return NodeProto.newBuilder()
                .setOpType(type)
                .addInput(input)
                .addOutput(output)
                .addAllAttribute(List.of(attributes))
                .build();
    }
}
