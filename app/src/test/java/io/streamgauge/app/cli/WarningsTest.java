package io.streamgauge.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.streamgauge.app.config.TestingPipelines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WarningsTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path temp;

    private String document() {
        return TestingPipelines.write(
                        temp,
                        TestingPipelines.fraudText().replace("lateness: 2d ", "corrections: 3d "),
                        TestingPipelines.FRAUD_INPUTS)
                .toString();
    }

    @Test
    void validateTellsThemAndTheDocumentIsStillFine() throws IOException {
        String document = document();
        TestingCli text = TestingCli.run("validate", document);
        assertThat(text.code()).isZero();
        assertThat(text.out())
                .startsWith(document + ": fine. ")
                .containsPattern("(?m)^warning: .*pipeline\\.yaml:\\d+: drift\\.corrections: no late event corrects");

        JsonNode json = new ObjectMapper()
                .readTree(
                        TestingCli.run("validate", document, "--output", "json").out());
        assertThat(json.path("valid").asBoolean()).isTrue();
        assertThat(json.path("warnings").findValuesAsText("path")).containsExactly("drift.corrections");
        String fine = TestingPipelines.fraud(temp).toString();
        assertThat(new ObjectMapper()
                        .readTree(TestingCli.run("validate", fine, "--output", "json")
                                .out())
                        .path("warnings"))
                .isEmpty();
        assertThat(TestingCli.run("validate", fine).out()).doesNotContain("warning");
    }

    @Test
    void aBacktestTellsThemBesideItsResult() throws IOException {
        Path file = Files.writeString(
                temp.resolve("events.csv"),
                "TRANSACTION_ID,TX_DATETIME,CUSTOMER_ID,TERMINAL_ID,TX_AMOUNT,TX_FRAUD\n1,2018-04-01T00:00:00Z,1,1,10,0\n");
        TestingCli done = TestingCli.run("drift", "backtest", document(), "--file", file.toString());
        assertThat(done.code()).as(done.err()).isZero();
        assertThat(done.err()).contains("warning: ", "drift.corrections: no late event corrects");
        assertThat(done.out()).doesNotContain("warning");
    }
}
