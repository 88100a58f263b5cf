package io.streamgauge.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.schemas.config.Problem;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The fraud example, whose scored source has other latenesses than its drift section, in windows of a day. */
final class CorrectionsReachTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path temp;

    private List<Problem> warnings(String source, String drift) {
        String text = TestingPipelines.fraudText()
                .replace("lateness: 10m ", "lateness: " + source + " ")
                .replace("lateness: 2d ", drift + " ");
        assertThat(text).contains("lateness: " + source + " ", drift + " ");
        return PipelineFile.load(TestingPipelines.write(temp, text, TestingPipelines.FRAUD_INPUTS))
                .warnings();
    }

    private Problem only(String source, String drift) {
        List<Problem> found = warnings(source, drift);
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    @Test
    void noLateEventCorrectsWhereNoneIsScored() {
        Problem warning = only("10m", "lateness: 1h\n  corrections: 3d");
        assertThat(warning.path()).isEqualTo("drift.corrections");
        assertThat(warning.file()).endsWith("pipeline.yaml");
        assertThat(warning.line()).isPositive();
        assertThat(warning.message())
                .contains(
                        "no late event corrects anything",
                        "sources.transactions.lateness is 10m",
                        "drift.lateness is 1h",
                        "make sources.transactions.lateness longer than drift.lateness");
    }

    /** An event exactly as late as its source allows is scored, and one exactly as late as the drift job allows is in time. */
    @Test
    void theBoundsAreExact() {
        assertThat(only("1h", "lateness: 1h\n  corrections: 3d").message()).contains("no late event corrects anything");
        assertThat(warnings("61m", "lateness: 1h\n  corrections: 3d")).isEmpty();
        assertThat(warnings("73h", "lateness: 1h\n  corrections: 3d")).isEmpty();
        assertThat(only("4381m", "lateness: 1h\n  corrections: 3d").message()).contains("; 4d would take them all");
    }

    @Test
    void eventsThatAreScoredAndLostToTheirWindowsAreTold() {
        assertThat(only("7d", "lateness: 1h\n  corrections: 3d").message())
                .contains(
                        "sources.transactions.lateness is 7d, so events so late are scored",
                        "3d1h together",
                        "; 7d would take them all");
    }

    @Test
    void withoutCorrectionsThereIsNothingToTell() {
        assertThat(warnings("10m", "lateness: 1h")).isEmpty();
        assertThat(warnings("7d", "lateness: 1h")).isEmpty();
    }
}
