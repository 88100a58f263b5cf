package io.streamgauge.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.app.config.TestingPipelines;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EnvironmentNamesTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path temp;

    @Test
    void aValueThatCannotBeReadIsTheVariables() {
        String document = TestingPipelines.fraud(temp).toString();
        assertThat(refused(Map.of("STREAMGAUGE_LOG_FORMAT", "xml"), "run", document))
                .startsWith("streamgauge: Invalid value for STREAMGAUGE_LOG_FORMAT (--log-format)")
                .contains("expected one of [TEXT, JSON] (case-insensitive)", "'xml'")
                .doesNotContain("option '--log-format'");
        assertThat(refused(Map.of("STREAMGAUGE_RATE", "fast"), "demo"))
                .startsWith("streamgauge: Invalid value for STREAMGAUGE_RATE (--rate)")
                .contains("'fast'");
    }

    @Test
    void aValueThatIsNotAllowedIsTheVariablesToo() {
        String document = TestingPipelines.fraud(temp).toString();
        assertThat(refused(Map.of("STREAMGAUGE_RATE", "-5"), "demo"))
                .startsWith("streamgauge: STREAMGAUGE_RATE (--rate) is -5.0; allowed: above 0");
        assertThat(refused(Map.of("STREAMGAUGE_THREADS", "99"), "config", document))
                .startsWith("streamgauge: STREAMGAUGE_THREADS (--threads) is 99; allowed: 1 to 64");
    }

    @Test
    void whatIsTypedIsTheOptions() {
        assertThat(refused(Map.of("STREAMGAUGE_RATE", "7"), "demo", "--rate", "-5"))
                .startsWith("streamgauge: --rate is -5.0; allowed: above 0");
        assertThat(refused(Map.of("STREAMGAUGE_RATE", "7"), "demo", "--rate=fast"))
                .startsWith("streamgauge: Invalid value for option '--rate'");
    }

    /** Of two options in one message each by what gave it; a longer option's name holds none of a shorter one. */
    @Test
    void eachOptionIsNamedByWhatGaveIt() {
        String document = TestingPipelines.fraud(temp).toString();
        assertThat(refused(Map.of("STREAMGAUGE_DRIFT_DIR", "d"), "config", document, "--no-drift"))
                .contains("STREAMGAUGE_DRIFT_DIR (--drift-dir) is where the drift job takes its turn, and --no-drift");
    }

    private static String refused(Map<String, String> environment, String... words) {
        TestingCli refused = TestingCli.run(environment, words);
        assertThat(refused.code()).isEqualTo(ExitCode.WRONG_CONFIGURATION);
        return refused.err();
    }
}
