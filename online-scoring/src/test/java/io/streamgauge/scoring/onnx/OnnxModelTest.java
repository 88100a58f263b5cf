package io.streamgauge.scoring.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.streamgauge.scoring.BadModelException;
import io.streamgauge.scoring.Scorer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OnnxModelTest {

    private static final List<String> NAMES = List.of("amount", "customer.tx_count_7d");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    private double score(ModelProto model, double... values) throws Exception {
        List<String> names = java.util.stream.IntStream.range(0, values.length)
                .mapToObj(i -> "f" + i)
                .toList();
        try (OnnxModel loaded = OnnxModel.load(TestingModels.write(model, directory), names);
                Scorer scorer = loaded.newScorer()) {
            return scorer.score(Vectors.of(values));
        }
    }

    @Test
    void linearModelIsScored() throws Exception {
        assertThat(score(TestingModels.linear(List.of(), 0.5f, 2, -1), 3, 4)).isEqualTo(0.5 + 2 * 3 - 4);
    }

    @Test
    void flatOutputIsScored() throws Exception {
        assertThat(score(TestingModels.flatLinear(0.5f, 2, -1), 3, 4)).isEqualTo(2.5);
    }

    @Test
    void classifierScoreIsTheLastColumnOfProbabilities() throws Exception {
        assertThat(score(TestingModels.classifier(false, 0.25f, 1, -1), 3, 2.5))
                .isCloseTo(1 / (1 + Math.exp(-2 * 0.75)), org.assertj.core.data.Offset.offset(1e-6));
    }

    @Test
    void doubleModelKeepsDoubles() throws Exception {
        double notAFloat = 0.1 + 1e-12;
        assertThat(score(
                        TestingModels.identity(
                                TestingModels.tensor("x", DataType.DOUBLE, -1, 1),
                                TestingModels.tensor("y", DataType.DOUBLE, -1, 1)),
                        notAFloat))
                .isEqualTo(notAFloat);
    }

    @Test
    void missingValueReachesTheModelAsNan() throws Exception {
        assertThat(score(TestingModels.linear(List.of(), 0, 2, 1), Double.NaN, 4))
                .isNaN();
    }

    @Test
    void digestIsOfTheFile() throws Exception {
        Path file = TestingModels.write(TestingModels.linear(NAMES, 0, 1, 1), directory);
        String expected =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        try (OnnxModel model = OnnxModel.load(file, NAMES)) {
            assertThat(model.digest()).isEqualTo(expected);
        }
    }

    @Test
    void declaredInputsLeaveNothingToNote() throws Exception {
        Path file = TestingModels.write(TestingModels.linear(NAMES, 0, 1, 1), directory);
        try (OnnxModel model = OnnxModel.load(file, NAMES)) {
            assertThat(model.note()).isEmpty();
        }
    }

    @Test
    void undeclaredInputsAreNoted() throws Exception {
        Path file = TestingModels.write(TestingModels.linear(List.of(), 0, 1, 1), directory);
        try (OnnxModel model = OnnxModel.load(file, NAMES)) {
            assertThat(model.note())
                    .hasValueSatisfying(
                            note -> assertThat(note).contains("streamgauge.inputs", "only their number, 2"));
        }
    }

    @Test
    void otherInputsAreRefusedWithBothSides() {
        refused(
                TestingModels.linear(List.of("customer.tx_count_7d", "amount"), 0, 1, 1),
                "input 1 is 'customer.tx_count_7d' in the model, 'amount' in the pipeline",
                "2 inputs in the model, 2 in the pipeline");
    }

    @Test
    void fewerDeclaredInputsAreRefused() {
        refused(
                TestingModels.linear(List.of("amount"), 0, 1),
                "1 inputs in the model, 2 in the pipeline; only in the pipeline: customer.tx_count_7d");
    }

    @Test
    void unreadableInputNamesAreRefused() {
        refused(
                TestingModels.withInputs(TestingModels.linear(List.of(), 0, 1, 1), "amount"),
                "'streamgauge.inputs' is no JSON list of names: amount");
    }

    @Test
    void wrongNumberOfInputsIsRefused() {
        refused(TestingModels.linear(List.of(), 0, 1, 1, 1), "takes 3 values, the pipeline's model.inputs are 2");
    }

    @Test
    void textInputIsRefused() {
        refused(
                TestingModels.identity(
                        TestingModels.tensor("x", DataType.STRING, -1, 2),
                        TestingModels.tensor("y", DataType.STRING, -1, 2)),
                "'amount' is a number, and the model's input 'x' takes texts",
                """
                  the model's inputs | the pipeline's vector
                  x  STRING [-1, 2]  | amount  number
                                     | customer.tx_count_7d  number""".indent(2).stripTrailing());
    }

    @Test
    void fixedBatchIsRefused() {
        refused(
                TestingModels.identity(
                        TestingModels.tensor("x", DataType.FLOAT, 64, 2),
                        TestingModels.tensor("y", DataType.FLOAT, 64, 2)),
                "the model takes 'x', FLOAT [64, 2]");
    }

    @Test
    void wholeNumberOutputIsRefused() {
        ModelProto model = TestingModels.classifier(false, 0, 1, 1);
        ModelProto labelOnly = model.toBuilder()
                .setGraph(model.getGraph().toBuilder().removeOutput(1))
                .build();
        refused(labelOnly, "the model gives 'label', INT64 [-1]; allowed is one output of float32 or float64");
    }

    @Test
    void fileThatIsNoModelIsRefused() throws IOException {
        Path file = Files.writeString(directory.resolve("corrupt.onnx"), "not a model");
        assertThatThrownBy(() -> OnnxModel.load(file, NAMES))
                .isInstanceOf(BadModelException.class)
                .hasMessageContaining("cannot load " + file);
    }

    @Test
    void absentFileIsRefused() {
        Path file = directory.resolve("absent.onnx");
        assertThatThrownBy(() -> OnnxModel.load(file, NAMES))
                .isInstanceOf(BadModelException.class)
                .hasMessage("there is no model file " + file);
    }

    @Test
    void vectorOfAnotherSizeIsOurMistake() {
        assertThatThrownBy(() -> {
                    Path file = TestingModels.write(TestingModels.linear(NAMES, 0, 1, 1), directory);
                    try (OnnxModel model = OnnxModel.load(file, NAMES);
                            Scorer scorer = model.newScorer()) {
                        scorer.score(Vectors.of(1));
                    }
                })
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the vector has 1 values, the model takes 2");
    }

    private void refused(ModelProto model, String... messageParts) {
        assertThatThrownBy(() -> OnnxModel.load(TestingModels.write(model, directory), NAMES))
                .isInstanceOf(BadModelException.class)
                .message()
                .contains(messageParts);
    }
}
