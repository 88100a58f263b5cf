package io.streamgauge.scoring.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.streamgauge.scoring.onnx.TestingModels;
import io.streamgauge.scoring.store.GateReport;
import io.streamgauge.scoring.store.GateReport.Outcome;
import io.streamgauge.scoring.store.ModelCard;
import io.streamgauge.scoring.store.ModelRegistration;
import io.streamgauge.scoring.store.ModelStoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RegistrationGateTest {

    private static final String KEYS =
            "inputs: [a, b], decision: 'score >= 10.0 ? \"review\" : \"accept\"', missing: {a: 1, b: refuse}";
    /** {@code a + 10 b}. */
    private static final ModelProto SUM = TestingModels.linear(List.of("a", "b"), 0, 1, 10);

    private static final String GOLDEN = """
            id,a,b,score,decision
            1,3,0.5,8,accept
            2,0,1,10,review
            3,,2,21,review
            4,2,,,
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @SuppressWarnings("NullAway.Init")
    private TestingGate gate;

    @BeforeEach
    void open() {
        gate = new TestingGate(directory.resolve("store"), KEYS);
    }

    private Path model(ModelProto model) throws IOException {
        return TestingModels.write(model, directory);
    }

    private Optional<Path> golden(String rows) throws IOException {
        return Optional.of(Files.writeString(directory.resolve("golden.csv"), rows));
    }

    private GateResult golden(String rows, double tolerance, int flips) throws Exception {
        return gate.register(TestingGate.request(model(SUM), golden(rows), tolerance, flips, Optional.empty()));
    }

    /** The check that failed; none other did, and nothing was changed. */
    private GateReport.Check refused(GateResult result) {
        assertThat(result.registration()).isNull();
        assertThat(directory.resolve("store")).doesNotExist();
        List<GateReport.Check> failed = result.report().checks().stream()
                .filter(check -> check.outcome() == Outcome.FAILED)
                .toList();
        assertThat(failed).hasSize(1);
        return failed.get(0);
    }

    private GateReport.Check refused(Path file) throws Exception {
        return refused(gate.register(TestingGate.request(file)));
    }

    @Test
    void aModelThatPassesIsRegistered() throws Exception {
        Path file = model(SUM);
        GateResult result =
                gate.register(TestingGate.request(file, golden(GOLDEN), 1e-5, 0, Optional.of(Duration.ofSeconds(1))));

        assertThat(result.report().checks())
                .allMatch(check -> check.outcome() == Outcome.PASSED)
                .extracting(GateReport.Check::name)
                .containsExactly("file", "format", "operators", "signature", "blank row", "golden", "latency");
        ModelRegistration registration = gate.store.find("m", "1").orElseThrow();
        assertThat(registration).isEqualTo(result.registration());
        assertThat(gate.store.fetch(registration)).hasSameBinaryContentAs(file);
        assertThat(registration.registeredAt()).isEqualTo(TestingGate.NOW);
        assertThat(registration.vector()).containsExactly("a", "b");
        assertThat(registration.inputs()).extracting(Object::toString).containsExactly("x FLOAT [-1, 2]");
        assertThat(registration.card()).isEqualTo(new ModelCard("by us", null));
        assertThat(registration.gate().golden())
                .isEqualTo(new GateReport.Golden(4, 1e-5, 0, 0, 0, List.of(), List.of()));
        assertThat(registration.gate().latency()).satisfies(latency -> {
            assertThat(latency.p50Micros()).isPositive().isLessThanOrEqualTo(latency.p99Micros());
            assertThat(latency.budgetMicros()).isEqualTo(1e6);
        });
    }

    @Test
    void withoutGoldenRowsThatCheckIsSkipped() throws Exception {
        GateResult result = gate.register(TestingGate.request(model(SUM)));

        assertThat(result.registration()).isNotNull();
        assertThat(result.report().checks()).contains(new GateReport.Check("golden", Outcome.SKIPPED, "not asked for"));
        assertThat(result.report().latency()).isNotNull();
    }

    @Test
    void theSameAgainIsNoWorkAndAnotherFileIsRefused() throws Exception {
        Path file = model(SUM);
        gate.register(TestingGate.request(file));

        GateResult again = gate.register(TestingGate.request(file));

        assertThat(again.before()).isTrue();
        assertThat(again.registration()).isEqualTo(gate.store.find("m", "1").orElseThrow());
        Path other = model(TestingModels.linear(List.of("a", "b"), 1, 1, 10));
        assertThatThrownBy(() -> gate.register(TestingGate.request(other)))
                .isInstanceOf(ModelStoreException.class)
                .hasMessageContaining("model m 1 is registered already");
        assertThat(gate.store.list()).hasSize(1);
    }

    @Test
    void theSameFileForAnotherVectorOrPipelineIsRefused() throws Exception {
        Path file = model(SUM);
        ModelRegistration made = java.util.Objects.requireNonNull(
                gate.register(TestingGate.request(file)).registration());
        TestingGate swapped = new TestingGate(directory.resolve("store"), KEYS.replace("[a, b]", "[b, a]"));

        GateResult again = swapped.register(TestingGate.request(file));

        assertThat(again.registration()).isNull();
        assertThat(again.before()).isFalse();
        assertThat(again.report().checks())
                .filteredOn(check -> check.outcome() == Outcome.FAILED)
                .singleElement()
                .satisfies(check -> assertThat(check.detail())
                        .contains("another vector", "registered  a, b\n", "pipeline    b, a\n"));
        TestingGate elsewhere = new TestingGate(directory.resolve("elsewhere"), KEYS);
        elsewhere.store.put(
                new ModelRegistration(
                        made.name(),
                        made.version(),
                        made.digest(),
                        made.bytes(),
                        "cards",
                        made.definitionHash(),
                        made.vector(),
                        made.inputs(),
                        made.outputs(),
                        made.registeredAt(),
                        made.gate(),
                        made.card()),
                Files.readAllBytes(file));
        assertThat(elsewhere.register(TestingGate.request(file)).report().checks())
                .filteredOn(check -> check.outcome() == Outcome.FAILED)
                .singleElement()
                .satisfies(check -> assertThat(check.detail()).contains("for pipeline cards, not "));
    }

    @Test
    void corruptFilesAreRefused() throws Exception {
        byte[] whole = SUM.toByteArray();
        Path file = directory.resolve("corrupt.onnx");
        Files.write(file, Arrays.copyOf(whole, whole.length - 10));
        assertThat(refused(file)).satisfies(check -> {
            assertThat(check.name()).isEqualTo("format");
            assertThat(check.detail()).contains("no ONNX model, or not all of one");
        });
        Files.writeString(file, "not a model");
        assertThat(refused(file).name()).isEqualTo("format");
        Files.writeString(file, "");
        assertThat(refused(file).name()).isEqualTo("format");
        assertThat(refused(directory.resolve("absent.onnx")).detail()).contains("there is no file");
    }

    @Test
    void aGraphThatDoesNotHangTogetherIsRefused() throws Exception {
        ModelProto model = SUM.toBuilder()
                .setGraph(SUM.getGraph().toBuilder()
                        .setNode(0, SUM.getGraph().getNode(0).toBuilder().setInput(0, "y")))
                .build();
        assertThat(refused(model(model))).satisfies(check -> {
            assertThat(check.name()).isEqualTo("signature");
            assertThat(check.detail()).contains("ONNX Runtime cannot load");
        });
    }

    @Test
    void operatorsOfOthersAreRefusedBeforeAnythingRuns() throws Exception {
        ModelProto model = SUM.toBuilder()
                .setGraph(SUM.getGraph().toBuilder()
                        .addNode(NodeProto.newBuilder()
                                .setDomain("com.example")
                                .setOpType("Run")
                                .addInput("x")
                                .addOutput("y")))
                .build();
        GateResult result = gate.register(TestingGate.request(model(model)));

        assertThat(refused(result).detail()).contains("operator Run of domain com.example; allowed: domains");
        assertThat(result.report().checks())
                .contains(new GateReport.Check("signature", Outcome.SKIPPED, "a check before it failed"));
        assertThat(result.report().latency()).isNull();
    }

    @Test
    void weightsElsewhereAreRefused() throws Exception {
        ModelProto model = SUM.toBuilder()
                .setGraph(SUM.getGraph().toBuilder()
                        .addInitializer(TensorProto.newBuilder()
                                .setName("w")
                                .setDataType(1)
                                .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                                .addExternalData(StringStringEntryProto.newBuilder()
                                        .setKey("location")
                                        .setValue("weights.bin"))))
                .build();
        assertThat(refused(model(model)).detail()).contains("weights in other files (weights.bin)");
    }

    @Test
    void newerVersionsAreRefused() throws Exception {
        assertThat(refused(model(SUM.toBuilder().setIrVersion(99).build())).detail())
                .contains("intermediate representation 99; allowed: 3 to ");
    }

    @Test
    void aFileThatIsTooLargeIsRefused() throws Exception {
        Path file = model(SUM);
        long size = Files.size(file);
        GateRequest tight =
                new GateRequest("m", "1", file, Optional.empty(), 0, 0, Optional.empty(), size - 1, ModelCard.NONE);
        assertThat(refused(gate.register(tight)).detail()).contains("more than " + (size - 1) + " bytes");
        GateRequest fits =
                new GateRequest("m", "1", file, Optional.empty(), 0, 0, Optional.empty(), size, ModelCard.NONE);
        assertThat(gate.register(fits).registration()).isNotNull();
    }

    @Test
    void anotherVectorIsRefusedWithBothSides() throws Exception {
        assertThat(refused(model(TestingModels.linear(List.of("b", "a"), 0, 1, 10)))
                        .detail())
                .contains("input 1 is 'b' in the model, 'a' in the pipeline");
        assertThat(refused(model(TestingModels.linear(List.of(), 0, 1))).detail())
                .contains("the model takes 1 values, the pipeline's model.inputs are 2")
                .contains("the model's inputs | the pipeline's vector");
    }

    @Test
    void scoresBeyondTheToleranceAreRefusedWithTheirRows() throws Exception {
        String rows = "a,b,score\n1,0,1\n2,0,2.5\n3,0,3.25\n4,0,4\n";

        GateReport.Check check = refused(golden(rows, 0.4, 0));

        assertThat(check.name()).isEqualTo("golden");
        assertThat(check.detail().lines())
                .containsExactly(
                        "4 rows differ from the trainer's scores by at most 0.5; allowed: 0.4; 0 decisions or labels"
                                + " flip; allowed: 0",
                        "    row 2: 2 here, 2.5 by the trainer");
        assertThat(golden(rows, 0.5, 0).registration()).isNotNull();
    }

    @Test
    void aScoreOnOneSideAloneIsRefused() throws Exception {
        GateReport.Check check = refused(golden("a,b,score\n1,,1\n1,1,\n", 1e6, 0));

        assertThat(check.detail())
                .contains("by at most a score")
                .contains("row 1: no score here (input 'b' is missing), 1 by the trainer")
                .contains("row 2: 11 here, no score by the trainer");
    }

    @Test
    void decisionsThatFlipAreRefused() throws Exception {
        String rows = "a,b,score\n0,0.9999,10\n0,1,10\n";

        GateReport.Check check = refused(golden(rows, 0.1, 0));

        assertThat(check.detail())
                .contains("1 decisions or labels flip; allowed: 0")
                .contains("row 1: 'accept' here, 'review' by the trainer");
        GateResult allowed = golden(rows, 0.1, 1);
        assertThat(allowed.registration()).isNotNull();
        assertThat(allowed.report().golden())
                .satisfies(golden -> assertThat(golden.flippedRows()).containsExactly(1));
    }

    @Test
    void theTrainersOwnDecisionsAreCompared() throws Exception {
        assertThat(refused(golden("a,b,score,decision\n0,1,10,accept\n", 0, 0)).detail())
                .contains("row 1: 'review' here, 'accept' by the trainer");
        gate = new TestingGate(directory.resolve("store"), "inputs: [a, b]");
        assertThat(refused(golden(GOLDEN, 0, 0)).detail())
                .isEqualTo("the file has decisions, and the pipeline declares no model.decision");
    }

    @Test
    void labelsOfAModelThatChoosesNoneFlip() throws Exception {
        assertThat(refused(golden("a,b,score,label\n0,1,10,fraud\n", 0, 0)).detail())
                .contains("row 1: 'none' here, 'fraud' by the trainer");
    }

    @Test
    void aModelThatIsTooSlowIsRefused() throws Exception {
        GateResult result = gate.register(
                TestingGate.request(model(SUM), Optional.empty(), 0, 0, Optional.of(Duration.ofNanos(1))));

        assertThat(refused(result)).satisfies(check -> {
            assertThat(check.name()).isEqualTo("latency");
            assertThat(check.detail()).contains("on this host; allowed: p99 0.0 µs");
        });
    }

    @Test
    void goldenRowsThatCannotBeReadAreTold() {
        assertUnreadable("a,c,score\n1,2,3\n", "there is no column 'b'");
        assertUnreadable("a,b,scor\n1,2,3\n", "there is no column 'score'; is it 'scor'?");
        assertUnreadable("a,b,score\n1,two,3\n", "row 1: b is 'two'; expected a number");
        assertUnreadable("a,b,b,score\n1,2,2,3\n", "the column 'b' is there twice");
        assertUnreadable("a,b,score\n", "there are no rows");
        assertUnreadable("", "the file is empty");
        assertThat(directory.resolve("store")).doesNotExist();
    }

    private void assertUnreadable(String rows, String why) {
        assertThatThrownBy(() -> golden(rows, 0, 0))
                .isInstanceOf(GoldenRowsException.class)
                .hasMessageContaining(why);
    }

    @Test
    void textsAndMissingTextsAreRead() throws Exception {
        gate = new TestingGate(
                directory.resolve("store"), "inputs: [a, b], missing: nan, decision: 'score > 1.0 ? \"x\" : \"y\"'");
        assertThat(golden("a,b,score\ntrue,FALSE,1\n,1,\n", 0, 0).registration())
                .as("a missing value that becomes NaN has no score")
                .isNotNull();
    }
}
