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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    @Test
    void wantsACommand() {
        assertThat(TestingCli.run("models").err()).contains("what of the models? One of ");
    }
}
