package io.streamgauge.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.app.config.TestingPipelines;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunCommandTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path temp;

    @Test
    void aPipelineDoesNotScoreItselfAgain() {
        TestingCli run = TestingCli.run("run", TestingPipelines.fraud(temp).toString(), "--replay-of", "fraud");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("--replay-of is fraud, the name of the pipeline itself", "such as fraud-again");
    }

    @Test
    void theLogIsTextOrJson() {
        String document = TestingPipelines.fraud(temp).toString();
        TestingCli refused = TestingCli.run("run", document, "--log-format", "xml");
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err())
                .contains("option '--log-format'", "expected one of [TEXT, JSON] (case-insensitive)", "'xml'");
        assertThat(TestingCli.run(Map.of("STREAMGAUGE_LOG_FORMAT", "json"), "config", document)
                        .out())
                .contains("  --log-format = json   (STREAMGAUGE_LOG_FORMAT)");
    }
}
