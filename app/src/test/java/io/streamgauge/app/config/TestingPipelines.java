package io.streamgauge.app.config;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The fraud example with a linear model in place of its trees, written to a folder of the test's own. */
public final class TestingPipelines {

    /** The fraud example's vector. */
    public static final List<String> FRAUD_INPUTS = List.of(
            "amount",
            "request.weekend",
            "request.night",
            "customer.tx_count_1d",
            "customer.tx_count_7d",
            "customer.tx_count_30d",
            "customer.amount_mean_1d",
            "customer.amount_mean_7d",
            "customer.amount_mean_30d",
            "terminal.tx_count_1d",
            "terminal.tx_count_7d",
            "terminal.tx_count_30d",
            "terminal.risk_1d",
            "terminal.risk_7d",
            "terminal.risk_30d");

    private TestingPipelines() {}

    /** The text of the fraud example. */
    public static String fraudText() {
        return read(repository().resolve("examples/fraud/pipeline.yaml"));
    }

    /** The fraud example in {@code folder}, with a model of its inputs; returns the document. */
    public static Path fraud(Path folder) {
        return write(folder, fraudText(), FRAUD_INPUTS);
    }

    /** A document in {@code folder} and a model at {@code model/fraud.onnx} that was trained on {@code inputs}. */
    public static Path write(Path folder, String document, List<String> inputs) {
        try {
            Files.createDirectories(folder.resolve("model"));
            Files.write(folder.resolve("model/fraud.onnx"), linear(inputs).toByteArray());
            return Files.writeString(folder.resolve("pipeline.yaml"), document);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** The folder of the root pom, from wherever the test runs. */
    public static Path repository() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("streamgauge"))) {
            folder = java.util.Objects.requireNonNull(folder.getParent(), "no repository above the working directory");
        }
        return folder;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** The sum of the inputs, each by a coefficient that grows with its position; scores tell vectors apart. */
    private static ModelProto linear(List<String> inputs) {
        return linear(inputs, 0);
    }

    /** Another version of the model of {@link #write}: it scores every event by so much more. */
    public static byte[] model(List<String> inputs, float more) {
        return linear(inputs, more).toByteArray();
    }

    /** By operators that take each row for itself, so that events are scored together as those of trees are. */
    private static ModelProto linear(List<String> inputs, float intercept) {
        GraphProto.Builder graph = GraphProto.newBuilder()
                .setName("linear")
                .addInput(tensor("x", inputs.size()))
                .addOutput(tensor("score", 1))
                .addInitializer(number("sum0", intercept));
        for (int i = 0; i < inputs.size(); i++) {
            String sum = i == inputs.size() - 1 ? "score" : "sum" + (i + 1);
            graph.addInitializer(TensorProto.newBuilder()
                            .setName("place" + i)
                            .setDataType(DataType.INT64.getNumber())
                            .addDims(1)
                            .addInt64Data(i))
                    .addInitializer(number("coefficient" + i, 0.001f * (i + 1)))
                    .addNode(node("ArrayFeatureExtractor", "x", "place" + i, "column" + i)
                            .setDomain("ai.onnx.ml"))
                    .addNode(node("Mul", "column" + i, "coefficient" + i, "product" + i))
                    .addNode(node("Add", "product" + i, "sum" + i, sum));
        }
        return ModelProto.newBuilder()
                .setIrVersion(6)
                .setGraph(graph)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(11))
                .addOpsetImport(
                        OperatorSetIdProto.newBuilder().setDomain("ai.onnx.ml").setVersion(1))
                .addMetadataProps(StringStringEntryProto.newBuilder()
                        .setKey("streamgauge.inputs")
                        .setValue("[\"" + String.join("\",\"", inputs) + "\"]"))
                .build();
    }

    private static NodeProto.Builder node(String operator, String left, String right, String output) {
        return NodeProto.newBuilder()
                .setOpType(operator)
                .addInput(left)
                .addInput(right)
                .addOutput(output);
    }

    private static TensorProto number(String name, float value) {
        return TensorProto.newBuilder()
                .setName(name)
                .setDataType(DataType.FLOAT.getNumber())
                .addDims(1)
                .addFloatData(value)
                .build();
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
}
