package io.streamgauge.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.streamgauge.app.config.TestingPipelines;
import io.streamgauge.scoring.store.Digests;
import io.streamgauge.scoring.store.GateReport;
import io.streamgauge.scoring.store.ModelCard;
import io.streamgauge.scoring.store.ModelRegistration;
import io.streamgauge.scoring.store.ModelStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelsCommandTest {

    private static final byte[] ONNX = "a file".getBytes(StandardCharsets.UTF_8);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path temp;

    @SuppressWarnings("NullAway.Init")
    private String pipeline;

    @SuppressWarnings("NullAway.Init")
    private String kept;

    @BeforeEach
    void write() throws Exception {
        pipeline = TestingPipelines.fraud(temp).toString();
        kept = temp.resolve("kept").toString();
        ModelStore.at(kept).put(registration(), ONNX);
    }

    private static ModelRegistration registration() {
        return new ModelRegistration(
                "fraud",
                "7",
                Digests.of(ONNX),
                ONNX.length,
                "fraud",
                "0123abcd",
                List.of("amount"),
                List.of(new ModelRegistration.Port("x", "FLOAT", List.of(-1L, 1L))),
                List.of(new ModelRegistration.Port("score", "FLOAT", List.of(-1L, 1L))),
                Instant.parse("2026-05-04T10:00:00.123Z"),
                new GateReport(
                        List.of(new GateReport.Check("operators", GateReport.Outcome.PASSED, "1 node")),
                        null,
                        new GateReport.Latency(10_000, 2.5, 4.04, null)),
                new ModelCard("Trained by the risk team.", null));
    }

    @Test
    void listsWhatIsRegistered() throws Exception {
        TestingCli list = TestingCli.run("models", "list", pipeline, "--store", kept);

        assertThat(list.code()).as(list.err()).isEqualTo(ExitCode.OK);
        assertThat(list.out().lines())
                .containsExactly(
                        "NAME   VERSION  DIGEST        BYTES  REGISTERED            P99     GOLDEN",
                        "fraud  7        " + Digests.of(ONNX).substring(0, 12)
                                + "  6      2026-05-04T10:00:00Z  4.0 µs  -");
        JsonNode json = new ObjectMapper()
                .readTree(TestingCli.run("models", "list", pipeline, "--store", kept, "--output", "json")
                        .out());
        assertThat(json.get(0).path("registeredAt").asText()).isEqualTo("2026-05-04T10:00:00.123Z");
        assertThat(json.get(0).path("gate").path("golden").isNull()).isTrue();
    }

    @Test
    void showsOneModel() {
        TestingCli show = TestingCli.run("models", "show", pipeline, "fraud", "7", "--store", kept);

        assertThat(show.code()).isEqualTo(ExitCode.OK);
        assertThat(show.out())
                .contains("digest      " + Digests.of(ONNX))
                .contains("inputs      x FLOAT [-1, 1]")
                .contains("operators   passed: 1 node")
                .contains("Trained by the risk team.");
        assertThat(TestingCli.run("models", "show", pipeline, "fraud", "8", "--store", kept)
                        .err())
                .contains("unknown model 'fraud 8'; did you mean 'fraud 7'?");
        assertThat(TestingCli.run("models", "show", pipeline, "fraud", "../8", "--store", kept)
                        .err())
                .contains("cannot be the version of a model");
    }

    @Test
    void theStoreIsTheOptionsTheEnvironmentsTheDocumentsOrTheDataDirectorys() {
        String[] list = {"models", "list", pipeline, "--data-dir", temp.toString()};
        assertThat(TestingCli.run(list).out()).contains("No model is registered in " + temp.resolve("models"));
        assertThat(TestingCli.run(Map.of("STREAMGAUGE_MODEL_STORE", kept), list).out())
                .contains("fraud  7");
        TestingPipelines.write(
                temp,
                TestingPipelines.fraudText().replace("model:\n", "model:\n  store: kept\n"),
                TestingPipelines.FRAUD_INPUTS);
        assertThat(TestingCli.run(list).out()).contains("fraud  7");
        assertThat(TestingCli.run(
                                list[0],
                                list[1],
                                list[2],
                                "--store",
                                temp.resolve("other").toString())
                        .out())
                .contains("No model is registered");
        assertThat(TestingCli.run(list[0], list[1], list[2], "--store", "ftp://x"))
                .satisfies(wrong -> assertThat(wrong.code()).isEqualTo(ExitCode.WRONG_CONFIGURATION))
                .satisfies(wrong -> assertThat(wrong.err()).contains("no model store can be at 'ftp://x'"));
    }

    private String[] register(String version, String... more) {
        List<String> words = new ArrayList<>(List.of(
                "models",
                "register",
                pipeline,
                "--version",
                version,
                "--file",
                temp.resolve("model/fraud.onnx").toString(),
                "--store",
                kept));
        words.addAll(List.of(more));
        return words.toArray(String[]::new);
    }

    /** Rows of the fraud example with the score of its linear model, amounts alone being more than nothing. */
    private String golden(double off) throws IOException {
        StringBuilder rows = new StringBuilder(String.join(",", TestingPipelines.FRAUD_INPUTS) + ",score\n");
        for (int row = 1; row <= 3; row++) {
            rows.append(100 * row)
                    .append(",0".repeat(TestingPipelines.FRAUD_INPUTS.size() - 1))
                    .append(',')
                    .append(0.1 * row + off)
                    .append('\n');
        }
        return Files.writeString(temp.resolve("golden.csv"), rows).toString();
    }

    @Test
    void registersAModelWithItsCard() throws Exception {
        Path card = Files.writeString(temp.resolve("card.md"), "# Fraud\n\nAUC 0.9\n");

        TestingCli done = TestingCli.run(
                register("8", "--golden", golden(0), "--latency-budget", "1s", "--card", card.toString()));

        assertThat(done.code()).as(done.err() + done.out()).isEqualTo(ExitCode.OK);
        assertThat(done.out())
                .contains("golden      passed: 3 rows differ from the trainer's scores by at most ")
                .contains("Registered: model fraud 8 in " + kept);
        assertThat(TestingCli.run("models", "show", pipeline, "fraud", "8", "--store", kept)
                        .out())
                .contains("latency     passed: a row takes p50 ")
                .contains("AUC 0.9");
        TestingCli again = TestingCli.run(register("8"));
        assertThat(again.code()).isEqualTo(ExitCode.OK);
        assertThat(again.out()).contains("already", "with this very file; nothing was done");
    }

    @Test
    void refusesAModelAndSaysWhy() throws Exception {
        TestingCli refused = TestingCli.run(register("8", "--golden", golden(0.01), "--output", "json"));

        assertThat(refused.code()).isEqualTo(ExitCode.FAILED);
        JsonNode json = new ObjectMapper().readTree(refused.out());
        assertThat(json.path("registered").asBoolean(true)).isFalse();
        assertThat(json.path("reasons").get(0).asText()).startsWith("golden: 3 rows differ");
        assertThat(json.path("gate").path("golden").path("worstRows")).hasSize(3);
        assertThat(TestingCli.run(register("8", "--golden", golden(0.01))).out())
                .contains("golden      failed: 3 rows differ")
                .contains("Refused: model fraud 8 is not registered, and nothing was changed.");
        assertThat(TestingCli.run(register("8", "--golden", golden(0.01), "--tolerance", "0.1"))
                        .code())
                .isEqualTo(ExitCode.OK);
        assertThat(TestingCli.run(register("7"))).satisfies(taken -> {
            assertThat(taken.code()).isEqualTo(ExitCode.FAILED);
            assertThat(taken.err()).contains("model fraud 7 is registered already", "--version");
        });
        assertThat(TestingCli.run("models", "list", pipeline, "--store", kept).out())
                .hasLineCount(3);
    }

    @Test
    void aWrongCommandLineIsTold() throws Exception {
        assertThat(TestingCli.run("models", "register", pipeline).err()).contains("--version", "--file");
        assertWrong("latency-budget is 'fast'; expected a whole number and a unit", "--latency-budget", "fast");
        assertWrong("max-size is 'big'; expected a whole number and a unit", "--max-size", "big");
        assertWrong("the tolerance is -1.0", "--tolerance", "-1");
        assertWrong("the flips allowed are -1", "--allow-flips", "-1");
        assertWrong("cannot be the name of a model", "--name", "a/b");
        assertWrong("--golden: there is no file nowhere.csv", "--golden", "nowhere.csv");
        Path large = Files.write(temp.resolve("card.md"), new byte[ModelCard.MAX_BYTES + 1]);
        assertWrong("has 65537 bytes; allowed: 65536", "--card", large.toString());
        Path binary = Files.write(temp.resolve("binary.md"), new byte[] {(byte) 0xff, 0});
        assertWrong("is no text in UTF-8", "--card", binary.toString());
        Path csv = Files.writeString(temp.resolve("golden.csv"), "amount\n1\n");
        assertWrong("--golden: " + csv + ": there is no column 'request.weekend'", "--golden", csv.toString());
        assertWrong("does not say where it comes from", "--training-set", csv.toString());
    }

    private void assertWrong(String why, String... options) {
        TestingCli wrong = TestingCli.run(register("8", options));
        assertThat(wrong.code()).isEqualTo(ExitCode.WRONG_CONFIGURATION);
        assertThat(wrong.err()).contains(why);
    }

    @Test
    void theSizeOfTheFileIsLimited() {
        assertThat(TestingCli.run(register("8", "--max-size", "100B")).out())
                .contains("file        failed: ", "has more than 100 bytes")
                .contains("operators   skipped: a check before it failed");
        assertThat(TestingCli.run(register("8", "--max-size", "1MB")).code()).isEqualTo(ExitCode.OK);
    }

    @ParameterizedTest
    @ValueSource(strings = {"register", "list", "show"})
    void allExplainThemselves(String command) {
        TestingCli help = TestingCli.run("models", command, "--help");
        assertThat(help.code()).isEqualTo(ExitCode.OK);
        assertThat(help.out())
                .startsWith("Usage: streamgauge models " + command)
                .contains("--output");
    }

    @Test
    void aModelOfAnotherVectorIsNotDeployed() {
        TestingCli deploy = TestingCli.run("models", "deploy", pipeline, "fraud", "7", "--store", kept);

        assertThat(deploy.code()).isEqualTo(ExitCode.WRONG_CONFIGURATION);
        assertThat(deploy.err())
                .contains("model fraud 7 is registered for another vector")
                .contains("registered  amount")
                .contains("pipeline    amount, request.weekend, ");
    }

    @Test
    void wantsACommand() {
        assertThat(TestingCli.run("models").err()).contains("what of the models? One of ");
    }
}
