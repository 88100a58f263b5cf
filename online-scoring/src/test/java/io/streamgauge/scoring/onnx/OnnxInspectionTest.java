package io.streamgauge.scoring.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TrainingInfoProto;
import io.streamgauge.scoring.BadModelException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OnnxInspectionTest {

    private static final ModelProto LINEAR = TestingModels.linear(List.of("a", "b"), 0, 1, 1);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    private static OnnxInspection of(ModelProto model) throws BadModelException {
        return OnnxInspection.of(model.toByteArray());
    }

    private static ModelProto with(NodeProto.Builder node) {
        return LINEAR.toBuilder()
                .setGraph(LINEAR.getGraph().toBuilder().addNode(node))
                .build();
    }

    private static NodeProto.Builder node(String domain, String operator) {
        return NodeProto.newBuilder()
                .setDomain(domain)
                .setOpType(operator)
                .addInput("x")
                .addOutput("more");
    }

    private static NodeProto.Builder holding(String operator, GraphProto graph) {
        return node("", operator)
                .addAttribute(AttributeProto.newBuilder()
                        .setName("body")
                        .setType(AttributeProto.AttributeType.GRAPH)
                        .setG(graph));
    }

    private static TensorProto external(String file) {
        return TensorProto.newBuilder()
                .setName("weights")
                .setDataType(DataType.FLOAT.getNumber())
                .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .addExternalData(
                        StringStringEntryProto.newBuilder().setKey("location").setValue(file))
                .build();
    }

    @Test
    void tellsWhatAFileSaysOfItself() throws Exception {
        OnnxInspection seen = of(TestingModels.classifier(true, 0, 1, -1));

        assertThat(seen.allowed()).isTrue();
        assertThat(seen.format()).isEqualTo("IR 6, ai.onnx 11, ai.onnx.ml 2");
        assertThat(seen.operators()).containsExactly("ai.onnx.ml.LinearClassifier", "ai.onnx.ml.ZipMap");
        assertThat(seen.nodes()).isEqualTo(2);
        assertThat(seen.zipMaps()).isEqualTo(1);
        assertThat(seen.inputs()).containsExactly(new OnnxInspection.Port("x", "FLOAT", List.of(-1L, 2L)));
        assertThat(seen.outputs())
                .containsExactly(
                        new OnnxInspection.Port("label", "INT64", List.of(-1L)),
                        new OnnxInspection.Port("zipped", "none", List.of()));
    }

    @Test
    void everyModelOfTheTestsIsAllowed() throws Exception {
        for (ModelProto model : List.of(
                LINEAR,
                TestingModels.flatLinear(0, 1),
                TestingTabular.mixed(),
                TestingTabular.classes(true, List.of("a", "b", "c")),
                TestingTabular.lookup(3))) {
            assertThat(of(model).operatorProblems()).isEmpty();
            assertThat(of(model).formatProblems()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "com.microsoft|Tokenizer|operator Tokenizer of domain com.microsoft; allowed: domains ai.onnx and ai.onnx.ml",
                "ai.onnx.contrib|PyOp|operator PyOp of domain ai.onnx.contrib; allowed: domains ai.onnx and ai.onnx.ml",
                "ai.onnx.preview.training|Adam|operator Adam of domain ai.onnx.preview.training; allowed: domains ai.onnx and"
                        + " ai.onnx.ml",
                "''|RandomNormal|operator RandomNormal draws random numbers, which no replay repeats",
                "''|Loop|operator Loop may not end; allowed: If, Scan",
                "ai.onnx|ImageDecoder|operator ImageDecoder is not allowed; docs/models.md says which are",
                "ai.onnx.ml|Made|operator Made is not allowed; docs/models.md says which are",
            })
    void otherOperatorsAreRefused(String domain, String operator, String why) throws Exception {
        assertThat(of(with(node(domain, operator))).operatorProblems()).containsExactly(why);
    }

    @Test
    void operatorsOfInnerGraphsAndFunctionsAreRefusedToo() throws Exception {
        GraphProto inner = GraphProto.newBuilder()
                .setName("inner")
                .addNode(node("com.evil", "Run"))
                .build();
        assertThat(of(with(holding("If", inner))).operatorProblems())
                .singleElement()
                .asString()
                .contains("com.evil");
        assertThat(of(with(holding("Relu", inner))).operatorProblems()).hasSize(2);
        ModelProto ofFunctions = with(node("mine", "Run")).toBuilder()
                .addFunctions(FunctionProto.newBuilder()
                        .setDomain("mine")
                        .setName("Run")
                        .addNode(node("com.evil", "Run")))
                .build();
        assertThat(of(ofFunctions).operatorProblems())
                .singleElement()
                .asString()
                .contains("com.evil");
    }

    @Test
    void weightsInOtherFilesAreRefusedWhereverTheyAre() throws Exception {
        ModelProto initializer = LINEAR.toBuilder()
                .setGraph(LINEAR.getGraph().toBuilder().addInitializer(external("../../etc/passwd")))
                .build();
        ModelProto constant = with(node("", "Constant")
                .addAttribute(AttributeProto.newBuilder()
                        .setName("value")
                        .setType(AttributeProto.AttributeType.TENSOR)
                        .setT(external("w.bin"))));
        assertThat(of(initializer).operatorProblems())
                .containsExactly("weights in other files (../../etc/passwd), which its digest does not cover; save the"
                        + " model as one file");
        assertThat(of(constant).operatorProblems()).singleElement().asString().contains("w.bin");
    }

    @Test
    void depthAndNumberOfNodesAreLimited() throws Exception {
        GraphProto graph = GraphProto.newBuilder().setName("leaf").build();
        for (int depth = 0; depth < OnnxWalk.MAX_DEPTH; depth++) {
            graph = GraphProto.newBuilder()
                    .setName("g" + depth)
                    .addNode(holding("If", graph))
                    .build();
        }
        assertThat(of(LINEAR.toBuilder().setGraph(graph).build()).operatorProblems())
                .containsExactly("graphs more than 4 deep in each other; allowed: at most 4");
        GraphProto.Builder wide = LINEAR.getGraph().toBuilder();
        for (int i = 0; i < OnnxWalk.MAX_NODES; i++) {
            wide.addNode(node("", "Abs"));
        }
        assertThat(of(LINEAR.toBuilder().setGraph(wide).build()).operatorProblems())
                .containsExactly("10001 nodes; allowed: at most 10000");
    }

    @Test
    void trainingIsRefused() throws Exception {
        assertThat(of(LINEAR.toBuilder()
                                .addTrainingInfo(TrainingInfoProto.getDefaultInstance())
                                .build())
                        .formatProblems())
                .containsExactly("the file holds instructions for training; export the model for inference");
        assertThat(of(with(node("", "Dropout").addInput("ratio").addInput("training")))
                        .operatorProblems())
                .singleElement()
                .asString()
                .contains("training mode");
        assertThat(of(with(node("", "Dropout"))).operatorProblems()).isEmpty();
    }

    @Test
    void corruptAndTruncatedFilesAreRefused() {
        byte[] whole = LINEAR.toByteArray();
        for (byte[] bytes : List.of(
                "not a model".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                Arrays.copyOf(whole, whole.length / 2),
                new byte[0])) {
            assertThatThrownBy(() -> OnnxInspection.of(bytes))
                    .isInstanceOf(BadModelException.class)
                    .hasMessageContaining("no ONNX model");
        }
    }

    private static ModelProto versions(long ir, long opset, long ml) {
        return LINEAR.toBuilder()
                .setIrVersion(ir)
                .clearOpsetImport()
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(opset))
                .addOpsetImport(OperatorSetIdProto.newBuilder()
                        .setDomain(TestingModels.ML)
                        .setVersion(ml))
                .build();
    }

    @Test
    void theGreatestVersionsAreThoseOfOnnxRuntime() throws Exception {
        assertThat(runs(OnnxInspection.MAX_IR, OnnxInspection.MAX_OPSET, OnnxInspection.MAX_ML_OPSET))
                .isTrue();
        assertThat(runs(OnnxInspection.MAX_IR + 1, 11, 2)).isFalse();
        assertThat(runs(8, OnnxInspection.MAX_OPSET + 1, 2)).isFalse();
        assertThat(runs(8, 11, OnnxInspection.MAX_ML_OPSET + 1)).isFalse();
    }

    private boolean runs(long ir, long opset, long ml) throws Exception {
        try (OnnxModel model =
                OnnxModel.load(TestingModels.write(versions(ir, opset, ml), directory), List.of("a", "b"))) {
            return !model.digest().isEmpty();
        } catch (BadModelException e) {
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 2, 99})
    void otherVersionsAreRefused(long version) throws Exception {
        assertThat(of(versions(version, 11, 2)).formatProblems())
                .containsExactly("intermediate representation " + version + "; allowed: 3 to " + OnnxInspection.MAX_IR);
        assertThat(of(versions(8, version, 2)).formatProblems())
                .containsExactly("operator set of ai.onnx " + version + "; allowed: 7 to " + OnnxInspection.MAX_OPSET);
    }
}
